import { describe, expect, test } from "vitest";
import { compile } from "../../../src/autograd/compile.ts";
import { scale } from "../../../src/autograd/operations/elementwise.ts";
import { Tape } from "../../../src/autograd/tape.ts";
import { parseLink } from "../../../src/config/link.ts";
import type { Config } from "../../../src/config/schema.ts";
import { leapfrog, rollOut } from "../../../src/integrators/runge-kutta.ts";
import { moveState, rigidMotion } from "../../../src/lie/motion.ts";
import { type PhasePoint, phaseSpace } from "../../../src/nn/hamiltonian.ts";
import { compare, statesIn } from "../../../src/tasks/particles/comparison.ts";
import { inputsOf, statesOf } from "../../../src/tasks/particles/data.ts";
import { forecast, learnedField, recordInputs } from "../../../src/tasks/particles/network.ts";
import { type Future, RollOutProgram } from "../../../src/tasks/particles/probe.ts";
import { testSystem } from "../../../src/tasks/particles/roll-out.ts";
import { INTERVAL, kineticEnergyOf } from "../../../src/tasks/particles/systems.ts";
import { particles } from "../../../src/tasks/particles/task.ts";
import { readSafetensors } from "../../../src/training/safetensors.ts";
import type { Trainer } from "../../../src/training/trainer.ts";
import { testGpu } from "../../support/gpu.ts";
import { trainerOf } from "../../support/trainer.ts";

/** Of `npm run train -- springs-quick --steps 500 --out FILE`: test error over 5 states 6.9e-4. */
const file = new URL("./springs-quick.safetensors", import.meta.url);

async function trained(change: Partial<Config> = {}): Promise<Trainer> {
  const { tensors, metadata } = readSafetensors(new Uint8Array(await (await fetch(file)).arrayBuffer()));
  // Compiled for a batch of two: what is tested runs in programs of its own.
  const config = { ...parseLink(metadata.config as string).config, batch: 2, systems: 2, horizon: 2, ...change };
  const trainer = await trainerOf(await testGpu(), config);
  // Another group's location nets have other sizes: they are as training begins with them.
  if (config.group === "T2") trainer.parameters.write(trainer.parameters.pack(tensors));
  return trainer;
}

test("leapfrog keeps the energy of a trained model within 1 % over 1000 steps", async () => {
  const gpu = await testGpu();
  const trainer = await trained();
  const { config, parameters } = trainer;
  const stretch = 10;
  const tape = new Tape(gpu.variants);
  const weights = parameters.record(tape);
  const inputs = recordInputs(tape, config, 1);
  const field = learnedField(config, weights, inputs);
  const kick = ({ q, p }: PhasePoint) => ({ q: scale(q, 0), p: field({ q, p }).p });
  const drift = ({ q, p }: PhasePoint) => ({ q: field({ q, p }).q, p: scale(p, 0) });
  const { q, p } = rollOut(leapfrog(phaseSpace, kick, drift), inputs.start, INTERVAL, stretch).at(-1) as PhasePoint;
  const { potential } = forecast(config, weights, inputs, 1);
  const program = await compile(gpu, { q, p, potential: potential as NonNullable<typeof potential> }, { merge: false });
  const { system, start } = testSystem(config, 3);
  for (const [name, data] of Object.entries({ ...inputsOf(config, [system], "test", 3), ...statesOf([start]) }))
    program.write(name, data);
  let state: ArrayLike<number> = start;
  const energies: number[] = [];
  const kinetic: number[] = [];
  for (let k = 0; k <= 1000 / stretch; k++) {
    program.run();
    const found = await program.read("q", "p", "potential");
    kinetic.push(kineticEnergyOf(system, Float64Array.from(state)));
    energies.push((kinetic.at(-1) as number) + (found.potential[0] as number));
    program.feed("q", "positions");
    program.feed("p", "momenta");
    state = [...found.q, ...found.p];
  }
  const drifts = energies.map((energy) => Math.abs(energy - (energies[0] as number)));
  // A potential has no zero of its own: in units of the motion.
  expect(Math.max(...drifts)).toBeLessThan(0.01 * Math.max(...kinetic));
  expect(Math.max(...kinetic)).toBeGreaterThan(2 * Math.min(...kinetic));
  program.destroy();
  trainer.destroy();
});

test("a shift of the start changes a trained model's motion by no more than rounding, over 200 states", async () => {
  const trainer = await trained();
  const probe = await RollOutProgram.create(await testGpu(), [trainer]);
  const motion = rigidMotion([1, 0, 0, 0], [1.3, -0.7, 0]);
  const span = 200;
  const request = { task: "particles", trajectory: 5, span, starts: [], motion, lift: "moved" } as const;
  const {
    system,
    models: [main],
  } = await probe.run(request);
  const predicted = statesIn((main as Future).states, span);
  const carried = statesIn((main as Future).given, span).map((state) => moveState(state, motion, 2));
  const found = compare(system, predicted, { predicted, carried, potential: (main as Future).potential });
  expect(Math.max(...found.change)).toBeLessThan(2e-5);
  expect(found.learnedEnergyDrift).toBeLessThan(0.01);
  expect(found.momentumDrift).toBeLessThan(1e-5);
  probe.destroy();
  trainer.destroy();
});

describe.each<[string, Partial<Config>]>([
  ["six particles in one place", {}],
  ["one particle alone", { particles: 1 }],
  ["six particles of SE2 in one place", { group: "SE2" }],
])("%s", (_, change) => {
  test("have finite forces, and a finite gradient in training", async () => {
    const gpu = await testGpu();
    const trainer = await trained(change);
    const { config } = trainer;
    const problem = await particles.open(config);
    const batch = problem.batch(0).inputs(config);
    const together = { ...batch, positions: (batch.positions as Float32Array<ArrayBuffer>).map(() => 0.25) };
    for (let k = 0; k < 3; k++) trainer.submitStep({ inputs: () => together });
    const losses = await trainer.readLosses();
    expect(losses.map(({ loss }) => Number.isFinite(loss))).toEqual([true, true, true]);
    const parameters = await trainer.parameters.read();
    expect(parameters.every(Number.isFinite)).toBe(true);
    const probe = await RollOutProgram.create(gpu, [trainer]);
    const starts = Array.from({ length: config.particles }, (_, k) => ({ particle: k + 1, at: [0.25, 0.25] }));
    const motion = rigidMotion([1, 0, 0, 0], [0, 0, 0]);
    const {
      models: [main],
    } = await probe.run({ task: "particles", trajectory: 0, span: 11, starts, motion, lift: "moved" });
    expect([...(main as Future).states, ...(main as Future).forces].every(Number.isFinite)).toBe(true);
    probe.destroy();
    trainer.destroy();
  });
});
