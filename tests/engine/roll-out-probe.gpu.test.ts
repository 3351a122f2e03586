import { describe, expect, test } from "vitest";
import { compile } from "../../src/autograd/compile.ts";
import { Tape } from "../../src/autograd/tape.ts";
import { parseLink } from "../../src/config/link.ts";
import type { Config } from "../../src/config/schema.ts";
import { atRest, type Motion, moveState, rigidMotion } from "../../src/lie/motion.ts";
import { trajectoryOf } from "../../src/nn/hamiltonian.ts";
import { compare, statesIn } from "../../src/tasks/particles/comparison.ts";
import { predictedStates, recordInputs } from "../../src/tasks/particles/network.ts";
import { type Future, type RollOutProbe, RollOutProgram } from "../../src/tasks/particles/probe.ts";
import { placed, rollOutPair, testSystem } from "../../src/tasks/particles/roll-out.ts";
import type { Trainer } from "../../src/training/trainer.ts";
import { testGpu } from "../support/gpu.ts";
import { expectClose, normals } from "../support/numbers.ts";
import { trainerOf as built } from "../support/trainer.ts";

const { config } = parseLink(
  "preset=springs-quick&particles=3&width=4&heads=2&kernel=2&batch=4&systems=4&tests=16&horizon=3&mlp_width=6&mlp_layers=2",
);

/** Weights whose forces are felt: those that training begins with are all but zero. */
async function trainerOf(own: Config): Promise<Trainer> {
  const trainer = await built(await testGpu(), own);
  const { layout } = trainer.parameters;
  trainer.parameters.write(Float32Array.from(normals(layout.size, "parameters of a forecast", 0.6)));
  return trainer;
}

const shift: Motion = rigidMotion([1, 0, 0, 0], [0.8, -0.4, 0]);
const turn: Motion = rigidMotion([Math.cos(0.3), 0, 0, Math.sin(0.3)], [0.8, -0.4, 0]);
const request = { task: "particles", trajectory: 1, span: 24, starts: [], motion: shift, lift: "moved" } as const;

function judge({ system, request: { motion } }: RollOutProbe, { states, given, potential }: Future) {
  const predicted = statesIn(states, request.span);
  const carried = statesIn(given, request.span).map((state) => moveState(state, motion, system.dimension as 2 | 3));
  return compare(system, predicted, { predicted, carried, potential });
}

describe.each<Partial<Config>>([
  { model: "lietransformer" },
  { model: "hfc" },
  { model: "fc" },
  { model: "lietransformer", group: "T3", dimension: 3, system: "gravity" },
])("the future that %o foresees", (change) => {
  const own = { ...config, ...change };

  test("goes on over the stretches of its program as if it were one roll-out", async () => {
    const gpu = await testGpu();
    const trainer = await trainerOf(own);
    const tape = new Tape(gpu.variants);
    const states = predictedStates(own, trainer.parameters.record(tape), recordInputs(tape, own, 2), request.span);
    const whole = await compile(gpu, { states: trajectoryOf(states) }, { merge: false });
    for (const [name, data] of Object.entries(rollOutPair(own, request).batch)) whole.write(name, data);
    whole.run();
    const expected = (await whole.read("states")).states;
    const probe = await RollOutProgram.create(gpu, [trainer]);
    const [main] = (await probe.run(request)).models as [Future];
    expectClose([...main.given, ...main.states], expected, 1e-5, "states");
    whole.destroy();
    probe.destroy();
    trainer.destroy();
  });

  test("shifts with its start, and keeps the energy that the model has", async () => {
    const gpu = await testGpu();
    const trainer = await trainerOf(own);
    const probe = await RollOutProgram.create(gpu, [trainer, trainer]);
    const answer = await probe.run(request);
    const [main, other] = answer.models as [Future, Future];
    expect(other).toEqual(main);
    const found = judge(answer, main);
    expect(Math.max(...found.change)).toBeLessThan(1e-5);
    if (own.model === "fc") expect(main.potential).toBeNull();
    else {
      expect(found.learnedEnergyDrift).toBeLessThan(1e-4);
      expect(found.momentumDrift).toBeLessThan(1e-4);
    }
    probe.destroy();
    trainer.destroy();
  });
});

test("a start that was put elsewhere begins both futures, and a short horizon has as many states as asked", async () => {
  const gpu = await testGpu();
  const trainer = await trainerOf(config);
  const probe = await RollOutProgram.create(gpu, [trainer]);
  const starts = [{ particle: 2, at: [0.5, 0.25] }];
  const {
    models: [main],
  } = await probe.run({ ...request, span: 5, starts, motion: turn });
  const start = placed(testSystem(config, 1).start, starts, 2);
  expect((main as Future).states).toHaveLength(5 * start.length);
  expectClose((main as Future).given.subarray(0, start.length), start, 1e-6);
  expectClose((main as Future).states.subarray(0, start.length), moveState(start, turn, 2), 1e-6);
  probe.destroy();
  trainer.destroy();
});

test("a lift that moves along makes SE2's future turn with its start, a fresh one does not", async () => {
  const gpu = await testGpu();
  const own: Config = { ...config, group: "SE2", samples: 2 };
  const trainer = await trainerOf(own);
  const probe = await RollOutProgram.create(gpu, [trainer]);
  const changeBy = async (motion: Motion, lift: "moved" | "fresh") => {
    const answer = await probe.run({ ...request, motion, lift });
    return Math.max(...judge(answer, answer.models[0] as Future).change);
  };
  const rounding = await changeBy(turn, "moved");
  expect(rounding).toBeLessThan(1e-4);
  expect(await changeBy(atRest, "moved")).toBe(0);
  expect(await changeBy(turn, "fresh")).toBeGreaterThan(20 * rounding);
  probe.destroy();
  trainer.destroy();
});
