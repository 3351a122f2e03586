import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compile } from "../../src/autograd/compile.ts";
import { gradients } from "../../src/autograd/gradients.ts";
import { fusedLocation } from "../../src/autograd/operations/attention-locations.ts";
import { multiply } from "../../src/autograd/operations/elementwise.ts";
import { type LieAttentionOptions, lieAttention } from "../../src/autograd/operations/lie-attention.ts";
import { lift } from "../../src/autograd/operations/lift.ts";
import { sum } from "../../src/autograd/operations/reduce.ts";
import { Tape, type Tensor } from "../../src/autograd/tape.ts";
import { groupNamed, groups } from "../../src/lie/registry.ts";
import { RandomStream } from "../../src/random/random-stream.ts";
import { testGpu } from "../support/gpu.ts";
import { expectClose, normals } from "../support/numbers.ts";
import { isGrid } from "../support/stabilisers.ts";
import { attentionVariants, preferring } from "../support/variants.ts";

interface Shape {
  readonly batch: number;
  readonly points: number;
  readonly depth: number;
  readonly options: LieAttentionOptions;
  /** Spread of the coordinates. */
  readonly spread: number;
  readonly mask: "full" | "half" | "one" | "none";
  /** Two points in one place. */
  readonly coincident: boolean;
  /** Queries ask from elsewhere than their elements are. */
  readonly asked?: boolean;
}

const masks = {
  full: () => 1,
  half: (k: number) => (k % 2 === 0 ? 1 : 0),
  one: (k: number) => (k === 0 ? 1 : 0),
  none: () => 0,
} as const;

/** The same value with the fused kernel replaced by the operations it stands for. */
function decomposed(output: Tensor): Tensor {
  return output.operation.decompose?.(output) as Tensor;
}

/** Variants of the fused form and the decomposed one on the same data, with the gradients of everything that is learnt. */
async function formsOf(
  { batch, points, depth, options, spread, mask, coincident, asked = false }: Shape,
  variants: readonly string[],
) {
  const { group, samples, heads } = options;
  const { size } = fusedLocation(options, group.pairDim);
  const width = depth * heads;
  const count = points * samples;
  const { pointDim } = group;
  const positions = normals(batch * points * pointDim, "positions", spread);
  if (coincident && points > 1) positions.copyWithin(pointDim, 0, pointDim);
  const random = new RandomStream(0, "stabiliser");
  const stabiliser = Array.from({ length: batch * points }, () => group.stabiliser.draw(samples, random)).flat();
  const results = new Map<string, Record<"output" | "dqkv" | "dlocation", Float32Array>>();
  for (const form of [...variants, "decomposed"]) {
    const tape = new Tape(preferring(form));
    const qkv = tape.constant(normals(batch * count * 3 * width, "qkv"), [batch, count, 3 * width]);
    const location = tape.constant(normals(heads * size, "location", 0.6), [heads, size]);
    const lifted = (of: number[]) =>
      lift(
        group,
        tape.constant(of, [batch, points, pointDim]),
        tape.constant(stabiliser, [batch, points, samples * group.stabiliser.size]),
        samples,
      );
    const elements = lifted(positions);
    const present = tape.constant(
      Array.from({ length: batch * count }, (_, k) => masks[mask](Math.floor((k % count) / samples))),
      [batch, count],
    );
    const attended = lieAttention(options, {
      qkv,
      elements,
      mask: present,
      location,
      ...(asked ? { asked: lifted(normals(positions.length, "asked", spread)) } : {}),
    });
    const output = form === "decomposed" ? decomposed(attended) : attended;
    const loss = sum(multiply(output, tape.constant(normals(batch * count * width, "cotangent"), output.shape)));
    const [dqkv, dlocation] = gradients(loss, [qkv, location]) as [Tensor, Tensor];
    const program = await compile(await testGpu(), { output, dqkv, dlocation });
    program.run();
    results.set(form, await program.read("output", "dqkv", "dlocation"));
    program.destroy();
  }
  return results;
}

/** @param only one variant, where the others could tell nothing more: what takes long is compiling them */
async function expectAgreement(shape: Shape, only?: string): Promise<void> {
  const wanted = only ? [only] : await attentionVariants();
  const { decomposed, ...variants } = Object.fromEntries(await formsOf(shape, wanted));
  const words = JSON.stringify(shape, (key, value) => (key === "group" ? value.name : value));
  for (const [variant, fused] of Object.entries(variants)) {
    for (const name of ["output", "dqkv", "dlocation"] as const) {
      const actual = fused[name];
      expect(actual.every(Number.isFinite), `${variant} ${name} is finite`).toBe(true);
      // Both round differently; sums over pairs cancel, so the bound is wider than one rounding.
      expectClose(actual, decomposed?.[name] ?? [], 2e-4, `${variant} ${name} of ${words}`);
    }
  }
}

const plain = { samples: 1, heads: 2, hidden: 3, combine: "sum", normalise: "softmax", activation: "swish" } as const;
const se2 = groupNamed("SE2");
const onTheLine = { ...plain, group: groupNamed("T1"), waves: 5 } as const;
const ordinary: Shape = {
  batch: 2,
  points: 9,
  depth: 4,
  options: { ...plain, group: se2 },
  spread: 1,
  mask: "full",
  coincident: false,
};

describe("fused attention equals the decomposed form", () => {
  test.each(groups.map((group) => [group.name, group] as const))("for %s", async (_, group) => {
    const samples = group.stabiliser.kind === "trivial" ? 1 : isGrid(group) ? 4 : 3;
    await expectAgreement({ ...ordinary, options: { ...plain, group, samples } }, "shared");
  });

  const normalisations = ["softmax", "mean", "exp"] as const;
  const activations = ["swish", "relu", "softplus"] as const;
  // Scores know nothing of activations: each of both once.
  test.each(normalisations.map((normalise, k) => [normalise, activations[k]] as const))(
    "with %s and %s",
    async (normalise, activation = "swish") => {
      await expectAgreement({ ...ordinary, options: { ...ordinary.options, normalise, activation }, mask: "half" });
    },
  );

  test("with nets that fill no vector of four, and more than one", async () => {
    await expectAgreement({ ...ordinary, options: { ...ordinary.options, hidden: 6 } });
  });

  test.each([
    ["a single point", { points: 1 }],
    ["two points in one place", { coincident: true }],
    ["all points masked but one", { mask: "one" }],
    ["all points masked", { mask: "none" }],
    ["large coordinates", { spread: 100 }],
    ["a product of content and location", { options: { ...ordinary.options, combine: "multiply" } }],
    [
      "such a product and mean",
      { mask: "half", options: { ...ordinary.options, combine: "multiply", normalise: "mean" } },
    ],
    ["waves of the line", { mask: "half", options: onTheLine }],
    ["waves in a product, and mean", { options: { ...onTheLine, combine: "multiply", normalise: "mean" } }],
    ["causal queries", { mask: "half", options: { ...ordinary.options, causal: true } }],
    [
      "causal queries of the line that ask from elsewhere, in several tiles",
      { batch: 1, points: 70, asked: true, mask: "half", options: { ...onTheLine, causal: true } },
    ],
    [
      "causal queries and mean, in more tiles than slots",
      { batch: 1, points: 530, options: { ...onTheLine, heads: 1, causal: true, normalise: "mean" } },
    ],
    ["squashed pairs", { spread: 4, options: { ...ordinary.options, squash: true } }],
    ["one more point than a workgroup", { points: 33 }],
    ["several tiles of keys", { batch: 1, points: 70 }],
    ["more tiles of keys than slots", { batch: 1, points: 530, options: { ...ordinary.options, heads: 1, hidden: 3 } }],
  ] as const)("with %s", async (_, change) => {
    await expectAgreement({ ...ordinary, ...change } as Shape);
  });

  test("on random shapes", async () => {
    const shape = fc.record({
      batch: fc.integer({ min: 1, max: 3 }),
      points: fc.integer({ min: 1, max: 40 }),
      depth: fc.integer({ min: 1, max: 9 }),
      heads: fc.integer({ min: 1, max: 3 }),
      hidden: fc.integer({ min: 1, max: 6 }),
      group: fc.constantFrom(...groups),
      normalise: fc.constantFrom(...normalisations),
      mask: fc.constantFrom("full", "half", "one"),
    });
    await fc.assert(
      fc.asyncProperty(shape, ({ batch, points, depth, heads, hidden, group, normalise, mask }) =>
        expectAgreement({
          ...ordinary,
          batch,
          points,
          depth,
          mask,
          options: { ...plain, group, samples: isGrid(group) ? 2 : 1, heads, hidden, normalise },
        }),
      ),
      { seed: 7, numRuns: 2 },
    );
  });
});

test("memory of the fused form grows linearly with the number of points, that of the decomposed one with its square", async () => {
  const bytesOf = async (points: number, form: "fused" | "decomposed") => {
    const tape = new Tape();
    const { options, depth } = { ...ordinary, options: { ...ordinary.options, heads: 1, hidden: 4 } };
    const qkv = tape.input("qkv", [1, points, 3 * depth]);
    const location = tape.input("location", [1, fusedLocation(options, options.group.pairDim).size]);
    const stabiliser = tape.input("a", [1, points, 1]);
    const elements = lift(options.group, tape.input("x", [1, points, 2]), stabiliser, 1);
    const present = tape.input("mask", [1, points]);
    const attended = lieAttention(options, { qkv, elements, mask: present, location });
    const output = form === "fused" ? attended : decomposed(attended);
    const [dqkv, dlocation] = gradients(sum(output), [qkv, location]) as [Tensor, Tensor];
    const program = await compile(await testGpu(), { dqkv, dlocation });
    const { bytes } = program;
    program.destroy();
    return bytes;
  };
  const fusedBytes = [await bytesOf(256, "fused"), await bytesOf(2048, "fused")] as const;
  const decomposedBytes = [await bytesOf(256, "decomposed"), await bytesOf(512, "decomposed")] as const;
  expect(fusedBytes[1] / fusedBytes[0]).toBeLessThan(8.5);
  expect(decomposedBytes[1] / decomposedBytes[0]).toBeGreaterThan(3);
});
