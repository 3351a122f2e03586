import { expect, test } from "vitest";
import { gradients } from "../../src/autograd/gradients.ts";
import { multiply } from "../../src/autograd/operations/elementwise.ts";
import { lift } from "../../src/autograd/operations/lift.ts";
import { sum } from "../../src/autograd/operations/reduce.ts";
import type { Tensor } from "../../src/autograd/tape.ts";
import { groupNamed } from "../../src/lie/registry.ts";
import { decomposedLieSelfAttention } from "../../src/nn/lie-self-attention.ts";
import { evaluate } from "../support/gpu.ts";
import { normals } from "../support/numbers.ts";

const COUNT = 9;
const WIDTH = 4;
const group = groupNamed("T2");

type Matrix = readonly (readonly number[])[];
const rowsOf = (values: ArrayLike<number>): Matrix =>
  Array.from({ length: values.length / WIDTH }, (_, i) =>
    Array.from({ length: WIDTH }, (_, c) => values[i * WIDTH + c] as number),
  );
const at = (matrix: Matrix, i: number, c: number) => matrix[i]?.[c] as number;
const dot = (a: readonly number[], b: readonly number[]) =>
  a.reduce((total, value, k) => total + value * (b[k] as number), 0);

test("what all keys have in common leaves no rounding in the gradient of the query's weights", async () => {
  // Points that are nearly alike: their common part is a thousand times what tells them apart.
  const common = normals(WIDTH, "common");
  const features = Float32Array.from(
    normals(COUNT * WIDTH, "apart"),
    (value, k) => 10 * (common[k % WIDTH] as number) + 0.01 * value,
  );
  const packed = Float32Array.from(normals((WIDTH + 1) * 3 * WIDTH, "weights"), (value, k) =>
    k < 3 * WIDTH * WIDTH ? 0.5 * value : 0,
  );
  const coefficients = Float32Array.from(normals(COUNT * WIDTH, "coefficients"));
  // Weights [out, in]: query, key and value one after the other; the output projection is the identity.
  const identity = Array.from({ length: WIDTH * WIDTH }, (_, k) => (k % (WIDTH + 1) === 0 ? 1 : 0));

  const { found } = await evaluate((tape) => {
    const leaf = tape.constant(packed, [packed.length]);
    const weights = new Map<string, Tensor>([
      ["query", leaf],
      ["output", tape.constant([...identity, 0, 0, 0, 0], [(WIDTH + 1) * WIDTH])],
    ]);
    const positions = tape.constant(normals(COUNT * 2, "positions"), [1, COUNT, 2]);
    const inputs = {
      features: tape.constant(features, [1, COUNT, WIDTH]),
      elements: lift(group, positions, tape.constant(new Array(COUNT).fill(0), [1, COUNT, 1]), 1),
      mask: tape.constant(new Array(COUNT).fill(1), [1, COUNT]),
    };
    const options = {
      group,
      samples: 1,
      heads: 1,
      width: WIDTH,
      hidden: 2,
      embed: 2,
      content: "dot",
      location: "none",
      combine: "sum",
      normalise: "softmax",
      activation: "relu",
    } as const;
    const { output } = decomposedLieSelfAttention(weights, "", options, inputs);
    const loss = sum(multiply(output, tape.constant(coefficients, [1, COUNT, WIDTH])));
    return { found: gradients(loss, [leaf])[0] as Tensor };
  });

  // The same in double precision: s = q k / sqrt(C), w = softmax(s), ds_ij = w_ij (g_i v_j - sum_l w_il g_i v_l).
  const x = rowsOf(features);
  const weight = (part: number) => rowsOf(packed.subarray(part * WIDTH * WIDTH, (part + 1) * WIDTH * WIDTH));
  const times = (part: number) => x.map((row) => weight(part).map((w) => dot(w, row)));
  const [query, key, value] = [0, 1, 2].map(times) as unknown as [Matrix, Matrix, Matrix];
  const g = rowsOf(coefficients);
  const expected = Array.from({ length: WIDTH * WIDTH }, () => 0);
  for (let i = 0; i < COUNT; i++) {
    const scores = key.map((k) => dot(query[i] as number[], k) / Math.sqrt(WIDTH));
    const powers = scores.map((score) => Math.exp(score - Math.max(...scores)));
    const total = powers.reduce((a, b) => a + b, 0);
    const gains = value.map((v) => dot(g[i] as number[], v));
    const mean = gains.reduce((all, gain, j) => all + (gain * (powers[j] as number)) / total, 0);
    for (let j = 0; j < COUNT; j++) {
      const ds = ((powers[j] as number) / total) * ((gains[j] as number) - mean);
      for (let c = 0; c < WIDTH; c++)
        for (let e = 0; e < WIDTH; e++)
          expected[c * WIDTH + e] =
            (expected[c * WIDTH + e] as number) + (ds * at(key, j, c) * at(x, i, e)) / Math.sqrt(WIDTH);
    }
  }
  const largest = Math.max(...expected.map(Math.abs));
  expected.forEach((value, k) => {
    expect(Math.abs((found[k] as number) - value), `entry ${k}`).toBeLessThan(2e-4 * largest);
  });
});
