import { beforeAll, describe, expect, test } from "vitest";
import { parseLink } from "../../../src/config/link.ts";
import type { Config } from "../../../src/config/schema.ts";
import { defaultView, type View } from "../../../src/config/view.ts";
import { browserFiles } from "../../../src/engine/browser-files.ts";
import { Parameters } from "../../../src/nn/parameters.ts";
import { testBatch } from "../../../src/tasks/molecules/batch.ts";
import { preparedFor } from "../../../src/tasks/molecules/prepared.ts";
import type { MoleculeProbe } from "../../../src/tasks/molecules/probe.ts";
import { moleculeRequest, moleculeSurveyRequest } from "../../../src/tasks/molecules/request.ts";
import { molecules } from "../../../src/tasks/molecules/task.ts";
import type { Survey, SurveyRequest } from "../../../src/tasks/survey.ts";
import type { Batch, LookProgram, Problem } from "../../../src/tasks/task.ts";
import { Trainer } from "../../../src/training/trainer.ts";
import { testGpu } from "../../support/gpu.ts";
import { normals } from "../../support/numbers.ts";

const files = browserFiles(`${location.origin}/`, () => {});
const SMALL = "preset=qm9-quick&layers=1&width=8&heads=2&kernel=4&train=200&batch=4&tests=16&augmented=none";
const config: Config = parseLink(`${SMALL}&group=T3`).config;

beforeAll(async () => {
  await molecules.open(config, files);
});

/** Far from the initial ones, whose output hardly depends on places. */
async function trained(own: Config) {
  const gpu = await testGpu();
  const layout = molecules.parameterLayout(own);
  const parameters = new Parameters(gpu.device, layout);
  parameters.write(Float32Array.from(normals(layout.size, "parameters of a molecule's network", 0.4)));
  return { config: own, parameters };
}

async function probed(own: Config, views: readonly Partial<View>[]): Promise<MoleculeProbe[]> {
  const network = await trained(own);
  const program = await molecules.openProbe(await testGpu(), [network]);
  const answers: MoleculeProbe[] = [];
  for (const view of views)
    answers.push(await program.run(moleculeRequest(own, { ...defaultView, ...still, ...view })));
  program.destroy();
  network.parameters.destroy();
  return answers;
}

const still = { rotate: 0, x: 0, y: 0, z: 0, yaw: 0, pitch: 0 };
const shifted = { x: 0.7, y: -0.4, z: 0.2 };
const turned = { rotate: 40, yaw: -25, pitch: 70 };
const change = ({ models: [answer] }: MoleculeProbe) => Math.abs((answer?.moved ?? 0) - (answer?.given ?? 0));

/** Methane, as QM9 has it, near enough. */
const methane = "C,0,0,0;H,0.63,0.63,0.63;H,-0.63,-0.63,0.63;H,-0.63,0.63,-0.63;H,0.63,-0.63,-0.63";

describe("predictions", () => {
  test("of T(3) stay under shifts, and change under rotations", async () => {
    const [shift, turn] = (await probed(config, [shifted, turned])) as [MoleculeProbe, MoleculeProbe];
    const size = Math.abs(shift.models[0]?.given ?? 0);
    expect(change(shift)).toBeLessThan(1e-5 * size);
    expect(change(turn)).toBeGreaterThan(20 * change(shift) + 1e-3);
  });

  test.each(["SE3", "SE3quat"])(
    "of %s stay under both, with the lift moved along; fresh lifts spread",
    async (group) => {
      const own: Config = { ...config, group: group as "SE3", samples: 2 };
      const [both, fresh] = (await probed(own, [
        { ...shifted, ...turned },
        { ...shifted, ...turned, lift: "fresh" },
      ])) as [MoleculeProbe, MoleculeProbe];
      const size = Math.abs(both.models[0]?.given ?? 0);
      expect(change(both)).toBeLessThan(2e-5 * size);
      expect(change(fresh)).toBeGreaterThan(change(both));
      expect(both.models[0]?.spread).toBeGreaterThan(0);
    },
  );

  test("spread less the more lifts are drawn", async () => {
    const spreadOf = async (samples: number) => {
      const [answer] = await probed({ ...config, group: "SE3", samples }, [{}]);
      return answer?.models[0]?.spread ?? 0;
    };
    expect(await spreadOf(8)).toBeLessThan(await spreadOf(1));
  });

  test("have the slope that differences tell", async () => {
    const step = 0.02;
    const at = (x: number) => methane.replace("H,0.63,0.63,0.63", `H,${(0.63 + x).toFixed(3)},0.63,0.63`);
    // The mean of the atoms is taken off: T(3) does not mind.
    const [middle, above, below] = (await probed(config, [
      { structure: methane },
      { structure: at(step) },
      { structure: at(-step) },
    ])) as [MoleculeProbe, MoleculeProbe, MoleculeProbe];
    const difference = ((above.models[0]?.given ?? 0) - (below.models[0]?.given ?? 0)) / (2 * step);
    const slope = middle.models[0]?.slope[3] ?? 0;
    const largest = Math.max(...Array.from(middle.models[0]?.slope ?? [], Math.abs));
    expect(Math.abs(slope - difference)).toBeLessThan(0.02 * largest + 1e-3);
    expect(middle.truth).toBeNull();
  });

  test("of a molecule with more atoms than any of QM9 come too, and so does its attention", async () => {
    const atoms = Array.from({ length: 40 }, (_, k) => `${k % 2 ? "C" : "H"},${k % 7},${Math.floor(k / 7)},0`).join(
      ";",
    );
    const [answer] = await probed(config, [{ structure: atoms }]);
    expect(answer?.molecule.z).toHaveLength(40);
    expect(answer?.attention.moved[0]?.[0]).toHaveLength(40);
    expect(Number.isFinite(answer?.models[0]?.given)).toBe(true);
  });
});

/** Loss of a step on a batch, and the parameters after it. */
async function stepped(own: Config, problem: Problem, slots: number, batch: Batch) {
  const trainer = await Trainer.create(await testGpu(), problem, own);
  trainer.submitStep({ slots, inputs: () => batch });
  const [read] = await trainer.readLosses();
  const after = await trainer.parameters.read();
  trainer.destroy();
  return { loss: read?.loss ?? Number.NaN, after };
}

describe("padding", () => {
  test.each([
    ["T(3)", {}],
    ["SE(3)", { group: "SE3" }],
    ["neighbours", { neighbours: 6 }],
    ["Deep Sets", { model: "deep-sets" }],
  ] as const)("of %s changes no loss and no gradient, whatever it holds", async (_, change) => {
    const own: Config = { ...config, ...change, buckets: 1 };
    const problem = await molecules.open(own, files);
    const examples = problem.batch(0);
    const inputs = examples.inputs(own);
    const mask = inputs.mask as Float32Array;
    const points = Float32Array.from(inputs.points as Float32Array, (value, k) =>
      mask[Math.floor(k / 3)] === 1 ? value : Number.NaN,
    );
    const slots = examples.slots as number;
    const clean = await stepped(own, problem, slots, inputs);
    const dirty = await stepped(own, problem, slots, { ...inputs, points });
    expect(dirty.loss).toBe(clean.loss);
    expect(dirty.after).toEqual(clean.after);
    expect(clean.after.every(Number.isFinite)).toBe(true);
  });

  test("to fewer slots leaves loss and gradient as they are, but for rounding", async () => {
    const own: Config = { ...config, buckets: 3 };
    const problem = await molecules.open(own, files);
    const { slots: sizes = [] } = problem.objective(own);
    const steps = Array.from({ length: 40 }, (_, step) => problem.batch(step));
    const small = steps.find(({ slots }) => slots === sizes[0]);
    if (!small) throw new Error("No batch is small.");
    const inputs = small.inputs(own);
    const [few, many] = [sizes[0] as number, sizes.at(-1) as number];
    expect(few).toBeLessThan(many);
    /** Rows of each slot, in more slots. */
    const widened = (table: Float32Array) => {
      const width = table.length / own.batch / few;
      const whole = new Float32Array(own.batch * many * width);
      for (let k = 0; k < own.batch; k++)
        whole.set(table.subarray(k * few * width, (k + 1) * few * width), k * many * width);
      return whole;
    };
    const wide = Object.fromEntries(
      Object.entries(inputs).map(([name, table]) => [
        name,
        ["points", "mask", "features", "stabiliser"].includes(name) ? widened(table) : table,
      ]),
    );
    const [a, b] = [await stepped(own, problem, few, inputs), await stepped(own, problem, many, wide)];
    expect(Math.abs(a.loss - b.loss)).toBeLessThan(1e-5 * Math.abs(a.loss));
    // Adam's first step is the rate in the direction of the gradient's sign: where that is nothing but rounding it may differ.
    const apart = a.after.filter((value, k) => Math.abs(value - (b.after[k] as number)) > 1e-4);
    expect(apart.length).toBeLessThan(0.02 * a.after.length);
  });

  test("sizes are all trained and tested", async () => {
    const own: Config = { ...config, buckets: 3 };
    const problem = await molecules.open(own, files);
    const trainer = await Trainer.create(await testGpu(), problem, own);
    const seen = new Set<number>();
    for (let step = 0; step < 8; step++) {
      seen.add(problem.batch(step).slots as number);
      trainer.submitStep();
    }
    const read = await trainer.readLosses();
    expect(read.every(({ loss }) => Number.isFinite(loss))).toBe(true);
    expect(seen.size).toBeGreaterThan(1);
    const { metrics } = await trainer.test();
    expect(metrics.valid).toBeGreaterThan(0);
    expect(metrics.test).toBeGreaterThan(0);
    trainer.destroy();
  });
});

test("methane, acetylene and hydrogen cyanide on their lines, and the largest molecules train without a NaN", async () => {
  const own: Config = { ...config, group: "SE3", buckets: 1 };
  await molecules.open({ ...own, molecules: "full" }, files);
  const full: Config = { ...own, molecules: "full" };
  const problem = await molecules.open(full, files);
  const prepared = preparedFor(full);
  const { set } = prepared;
  const largest = set.indicesOf("train").find((index) => set.atomsOf(index) === 29) as number;
  const indices = [1, 4, 5].map((id) => set.indexOf(id) as number);
  const examples = testBatch(full, prepared, { slots: 29, indices: [...indices, largest] });
  const trainer = await Trainer.create(await testGpu(), problem, full);
  for (let step = 0; step < 5; step++) trainer.submitStep(examples);
  expect((await trainer.readLosses()).every(({ loss }) => Number.isFinite(loss))).toBe(true);
  expect((await trainer.parameters.read()).every(Number.isFinite)).toBe(true);
  trainer.destroy();
});

describe("a survey of a molecule", () => {
  test("tells T(3) from the plain transformer, and Deep Sets from both", async () => {
    const networks = await Promise.all(
      ([{}, { group: "Trivial3" }, { model: "deep-sets" }] as const).map((own) => trained({ ...config, ...own })),
    );
    const program = (await molecules.openSurvey?.(await testGpu(), networks)) as LookProgram<SurveyRequest, Survey>;
    const along = async (axis: View["axis"]) => {
      const { networks: found } = await program.run(moleculeSurveyRequest(config, { ...defaultView, ...still, axis }));
      return found.map(({ orbit }) => Math.max(...orbit.change));
    };
    const [shift, turn] = [await along("x"), await along("rotate")];
    expect(shift[0]).toBeLessThan(1e-4);
    expect(shift[1]).toBeGreaterThan(1e-3);
    expect(turn[0]).toBeGreaterThan(1e-3);
    expect(Math.max(shift[2] ?? 1, turn[2] ?? 1)).toBeLessThan(1e-4);
    program.destroy();
    for (const { parameters } of networks) parameters.destroy();
  });
});
