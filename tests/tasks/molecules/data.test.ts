import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import { parseLink } from "../../../src/config/link.ts";
import type { Config } from "../../../src/config/schema.ts";
import type { DataFiles } from "../../../src/data/data-files.ts";
import { targetNames } from "../../../src/molecules/targets.ts";
import { propertyOf, standardised, trainingBatch } from "../../../src/tasks/molecules/batch.ts";
import { fitted, paddedSetOf, preparedFor, standardOf } from "../../../src/tasks/molecules/prepared.ts";
import { molecules } from "../../../src/tasks/molecules/task.ts";
import { Epochs } from "../../../src/tasks/padded/epochs.ts";
import { paddedSizes, sizeFor } from "../../../src/tasks/padded/sizes.ts";

const disk: DataFiles = { read: async (name) => Uint8Array.from(readFileSync(`public/${name}`)) };
const config: Config = parseLink("preset=qm9-quick&train=500&batch=16&buckets=3&augmented=none").config;

beforeAll(async () => {
  await molecules.open(config, disk);
});

describe("padded sizes", () => {
  test("are the cheapest of so many, the largest among them", () => {
    const counts = [9, 10, 10, 11, 18, 18, 19, 20, 29];
    const cost = (sizes: readonly number[]) => counts.reduce((sum, count) => sum + sizeFor(sizes, count) ** 2, 0);
    const all = Array.from({ length: 28 }, (_, k) => k + 1);
    const best = Math.min(...all.flatMap((a) => all.map((b) => cost([Math.min(a, b), Math.max(a, b), 29]))));
    expect(cost(paddedSizes(counts, 29, 3))).toBe(best);
    expect(paddedSizes(counts, 29, 1)).toEqual([29]);
    expect(paddedSizes([29, 29], 29, 4)).toEqual([29]);
  });

  test("spare at least a third of the pairs of the sample", () => {
    const { set, sizes, split } = preparedFor(config);
    const pairs = (of: readonly number[]) =>
      split.train.reduce((sum, index) => sum + sizeFor(of, set.atomsOf(index)) ** 2, 0);
    expect(pairs(sizes)).toBeLessThan(0.67 * pairs([29]));
  });
});

describe("an epoch", () => {
  test("takes every molecule, as few twice as fill the last batch, in batches that fit; and differs from the next", () => {
    const prepared = preparedFor(config);
    const epochs = new Epochs(paddedSetOf(prepared), config.batch, 0);
    const taken = (epoch: number) =>
      Array.from({ length: epochs.steps }, (_, k) => epochs.drawOf(epoch * epochs.steps + k)).flatMap(
        ({ slots, indices }) => {
          expect(indices).toHaveLength(config.batch);
          for (const index of indices) expect(prepared.set.atomsOf(index)).toBeLessThanOrEqual(slots);
          return indices;
        },
      );
    const [first, second] = [taken(0), taken(1)];
    expect(new Set(first)).toEqual(new Set(prepared.split.train));
    expect(first.length - new Set(first).size).toBeLessThan(config.batch);
    expect(second).not.toEqual(first);
    expect(new Epochs(paddedSetOf(prepared), config.batch, 0).drawOf(3)).toEqual(epochs.drawOf(3));
    expect(new Epochs(paddedSetOf(prepared), config.batch, 1).drawOf(3)).not.toEqual(epochs.drawOf(3));
  });

  test("of fewer molecules than a batch repeats them", () => {
    const few = { ...preparedFor(config), split: { ...preparedFor(config).split, train: [3, 5, 7] } };
    const { indices } = new Epochs(paddedSetOf(few), 16, 0).drawOf(0);
    expect(new Set(indices)).toEqual(new Set([3, 5, 7]));
  });
});

test("what is trained on is neither for validation nor for tests", () => {
  const { train, valid, test: tests } = preparedFor(config).split;
  expect(new Set([...train, ...valid, ...tests]).size).toBe(train.length + valid.length + tests.length);
});

describe("properties as they are learned", () => {
  test.each(
    targetNames.flatMap((target) => (["atoms", "counts"] as const).map((references) => [target, references] as const)),
  )("%s less %s has mean 0 and deviation 1, and back again", (target, references) => {
    const own: Config = { ...config, target, references };
    const prepared = preparedFor(own);
    const { train } = prepared.split;
    const values = train.map((index) => standardised(own, prepared, index));
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const square = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
    expect(Math.abs(mean)).toBeLessThan(1e-6);
    expect(square).toBeCloseTo(1, 6);
    const [index = 0] = prepared.split.test;
    const { set } = prepared;
    const back = propertyOf(own, prepared, set.zOf(index), standardised(own, prepared, index));
    expect(back).toBeCloseTo(set.targetOf(index, target), 4);
  });

  test("by median and absolute deviation too", () => {
    expect(standardOf("mad", Float64Array.from([1, 2, 3, 4, 100]))).toEqual({ shift: 3, scale: 1 });
    expect(standardOf("deviation", Float64Array.from([1, 3]))).toEqual({ shift: 2, scale: Math.SQRT2 });
  });

  test("the fit on counts has the published error", async () => {
    const full: Config = { ...config, molecules: "full", train: 100_000, target: "alpha" };
    await molecules.open(full, disk);
    const prepared = preparedFor(full);
    const { set, split } = prepared;
    const error = (indices: readonly number[], name: "alpha") =>
      indices.reduce((sum, index) => sum + Math.abs(fitted(prepared, set.zOf(index)) - set.targetOf(index, name)), 0) /
      indices.length;
    expect(error(split.test, "alpha")).toBeCloseTo(2.168, 2);
  });
});

describe("a training batch", () => {
  const drawn = (change: Partial<Config>, step = 0) => {
    const own = { ...config, ...change };
    const prepared = preparedFor(own);
    const examples = trainingBatch(
      own,
      prepared,
      new Epochs(paddedSetOf(prepared), own.batch, own.seed).drawOf(step),
      step,
    );
    return { examples, inputs: examples.inputs(own) };
  };
  const lengths = (points: Float32Array) =>
    Array.from({ length: points.length / 3 }, (_, k) => Math.hypot(...points.subarray(3 * k, 3 * k + 3)));

  test("is rotated about the origin, or shifted too, as the augmentation says", () => {
    const [still, turned, moved] = [drawn({}), drawn({ augmented: "rotations" }), drawn({ augmented: "motions" })];
    const [a, b, c] = [still, turned, moved].map(({ inputs }) => inputs.points as Float32Array) as [
      Float32Array,
      Float32Array,
      Float32Array,
    ];
    expect(b).not.toEqual(a);
    const before = lengths(a);
    lengths(b).forEach((length, k) => {
      expect(length).toBeCloseTo(before[k] as number, 4);
    });
    expect(lengths(c).some((length, k) => Math.abs(length - (before[k] as number)) > 0.1)).toBe(true);
  });

  test("tells which element an atom is, and nothing of slots that are empty", () => {
    const { inputs, examples } = drawn({ atoms: "onehot" });
    const { slots = 0 } = examples;
    const { mask, features } = inputs as { mask: Float32Array; features: Float32Array };
    mask.forEach((there, atom) => {
      const own = Array.from(features.subarray(5 * atom, 5 * atom + 5));
      expect(own.reduce((sum, value) => sum + value, 0)).toBe(there);
    });
    expect(mask.length).toBe(config.batch * slots);
  });

  test("about the centre of mass has it at the origin", () => {
    const { inputs, examples } = drawn({ centre: "mass", atoms: "charges" });
    const { points, features } = inputs as { points: Float32Array; features: Float32Array };
    const masses = [1.008, 12.011, 14.007, 15.999, 18.998];
    const { slots = 0 } = examples;
    for (let molecule = 0; molecule < config.batch; molecule++) {
      const sum = [0, 0, 0];
      for (let atom = molecule * slots; atom < (molecule + 1) * slots; atom++) {
        const element = masses.findIndex((_, k) => features[15 * atom + 3 * k] === 1);
        for (const axis of [0, 1, 2])
          sum[axis] = (sum[axis] as number) + (masses[element] ?? 0) * (points[3 * atom + axis] as number);
      }
      for (const value of sum) expect(Math.abs(value)).toBeLessThan(1e-3);
    }
  });
});
