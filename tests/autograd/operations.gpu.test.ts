import { describe, expect, test } from "vitest";
import { gradients } from "../../src/autograd/gradients.ts";
import type { Activation } from "../../src/autograd/operations/attention-terms.ts";
import { concat } from "../../src/autograd/operations/concat.ts";
import { crossEntropy } from "../../src/autograd/operations/cross-entropy.ts";
import { denseLayer } from "../../src/autograd/operations/dense-layer.ts";
import * as on from "../../src/autograd/operations/elementwise.ts";
import { gather } from "../../src/autograd/operations/gather.ts";
import { layerNorm } from "../../src/autograd/operations/layer-norm.ts";
import { matmul, transpose } from "../../src/autograd/operations/matmul.ts";
import { expand, permute, reshape, slice } from "../../src/autograd/operations/movement.ts";
import { pad } from "../../src/autograd/operations/pad.ts";
import { max, mean, sum } from "../../src/autograd/operations/reduce.ts";
import { meanAbsoluteError, meanSquaredError } from "../../src/autograd/operations/regression-losses.ts";
import { softmax } from "../../src/autograd/operations/softmax.ts";
import { type Shape, sizeOf } from "../../src/autograd/shape.ts";
import type { Tape, Tensor } from "../../src/autograd/tape.ts";
import { evaluate } from "../support/gpu.ts";
import { expectClose, normals } from "../support/numbers.ts";

/** An operation on the GPU beside the same function in float64 on the CPU, on flat row-major lists. */
interface Case {
  readonly name: string;
  readonly shapes: readonly Shape[];
  readonly record: (tape: Tape, ...x: Tensor[]) => Tensor;
  readonly reference: (...x: number[][]) => number[];
  /** Inputs where the function is smooth; normal numbers unless told. */
  readonly positive?: boolean;
  /** Second derivatives are zero or undefined, so only the first is checked. */
  readonly piecewiseLinear?: boolean;
}

const at = (x: readonly number[], k: number): number => x[k] as number;
const range = (count: number): number[] => Array.from({ length: count }, (_, k) => k);
const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

function unary(name: string, record: (x: Tensor) => Tensor, f: (x: number) => number, extra: Partial<Case> = {}): Case {
  return {
    name,
    shapes: [[3, 5]],
    record: (_, x) => record(x as Tensor),
    reference: (x) => (x as number[]).map(f),
    ...extra,
  };
}

/** [3, 5] with a row [5] broadcast. */
function binary(
  name: string,
  record: (a: Tensor, b: Tensor) => Tensor,
  f: (a: number, b: number) => number,
  extra: Partial<Case> = {},
): Case {
  return {
    name: `${name} with broadcasting`,
    shapes: [[3, 5], [5]],
    record: (_, a, b) => record(a as Tensor, b as Tensor),
    reference: (a, b) => (a as number[]).map((value, k) => f(value, at(b as number[], k % 5))),
    ...extra,
  };
}

const rowsOf = (x: number[], size: number): number[][] =>
  range(x.length / size).map((k) => x.slice(k * size, (k + 1) * size));

/** A dense layer of 4 numbers to 3 with bias, activation and residual, on 5 rows; squared. */
const dense = (activation: Activation | null, f: (x: number) => number): Case => ({
  name: `dense layer, ${activation ?? "no activation"}`,
  shapes: [[5, 4], [15], [5, 3]],
  record: (_, x, packed, residual) =>
    on.square(denseLayer(x as Tensor, packed as Tensor, { activation, residual: residual as Tensor })),
  reference: (x, packed, residual) =>
    range(15).map((k) => {
      const [row, column] = [Math.floor(k / 3), k % 3];
      const terms = range(4).map((c) => at(x as number[], 4 * row + c) * at(packed as number[], 4 * column + c));
      const before = terms.reduce((a, b) => a + b, at(packed as number[], 12 + column));
      return (f(before) + at(residual as number[], k)) ** 2;
    }),
});

/** swish(x W^T + b), with W square and b behind it. */
const swishRow = (row: number[], packed: number[]): number[] =>
  row.map((_, out) => {
    const bias = at(packed, row.length ** 2 + out);
    const z = row.reduce((total, v, k) => total + v * at(packed, row.length * out + k), bias);
    return z * sigmoid(z);
  });

const normalisedRow = (row: number[], affine: number[]): number[] => {
  const average = row.reduce((s, v) => s + v, 0) / row.length;
  const variance = row.reduce((s, v) => s + (v - average) ** 2, 0) / row.length;
  return row.map((v, k) => ((v - average) / Math.sqrt(variance + 1e-5)) * at(affine, k) + at(affine, row.length + k));
};

const cases: Case[] = [
  binary("add", on.add, (a, b) => a + b, { piecewiseLinear: true }),
  binary("subtract", on.subtract, (a, b) => a - b, { piecewiseLinear: true }),
  binary("multiply", on.multiply, (a, b) => a * b),
  binary("divide", on.divide, (a, b) => a / b, { positive: true }),
  binary("maximum", on.maximum, Math.max, { piecewiseLinear: true }),
  binary(
    "where",
    (a, b) => on.where(on.greater(a, a.tape.scalar(0)), on.multiply(a, b), b),
    (a, b) => (a > 0 ? a * b : b),
  ),
  unary("negate", on.negate, (x) => -x, { piecewiseLinear: true }),
  unary("exp", on.exp, Math.exp),
  unary("log", on.log, Math.log, { positive: true }),
  unary("abs", on.abs, Math.abs, { piecewiseLinear: true }),
  unary("reciprocal square root", on.reciprocalSqrt, (x) => 1 / Math.sqrt(x), { positive: true }),
  unary("sigmoid", on.sigmoid, sigmoid),
  unary("swish", on.swish, (x) => x * sigmoid(x)),
  unary("relu", on.relu, (x) => Math.max(x, 0), { piecewiseLinear: true }),
  unary("softplus", on.softplus, (x) => Math.log1p(Math.exp(x))),
  unary("square", on.square, (x) => x * x),
  {
    name: "sum over the middle axis",
    shapes: [[2, 3, 4]],
    record: (_, x) => sum(on.square(x as Tensor), [1]),
    reference: (x) =>
      range(8).map((k) =>
        range(3).reduce((s, j) => s + at(x as number[], Math.floor(k / 4) * 12 + j * 4 + (k % 4)) ** 2, 0),
      ),
  },
  {
    name: "sum of a long row",
    shapes: [[700]],
    record: (_, x) => sum(on.square(x as Tensor)),
    reference: (x) => [(x as number[]).reduce((s, v) => s + v * v, 0)],
  },
  {
    name: "max over the last axis",
    shapes: [[3, 5]],
    record: (_, x) => max(x as Tensor, [1]),
    reference: (x) => rowsOf(x as number[], 5).map((row) => Math.max(...row)),
    piecewiseLinear: true,
  },
  {
    name: "mean over two axes",
    shapes: [[2, 3, 4]],
    record: (_, x) => mean(on.exp(x as Tensor), [0, 2]),
    reference: (x) =>
      range(3).map(
        (j) =>
          range(8).reduce((s, k) => s + Math.exp(at(x as number[], Math.floor(k / 4) * 12 + j * 4 + (k % 4))), 0) / 8,
      ),
  },
  {
    name: "batched matrix product",
    shapes: [
      [2, 3, 4],
      [2, 4, 5],
    ],
    record: (_, a, b) => matmul(a as Tensor, b as Tensor),
    reference: (a, b) =>
      range(30).map((k) => {
        const [n, i, j] = [Math.floor(k / 15), Math.floor((k % 15) / 5), k % 5];
        return range(4).reduce(
          (s, c) => s + at(a as number[], n * 12 + i * 4 + c) * at(b as number[], n * 20 + c * 5 + j),
          0,
        );
      }),
  },
  {
    name: "matrix product of transposed views, one batch shared",
    shapes: [
      [4, 3],
      [2, 5, 4],
    ],
    record: (_, a, b) => matmul(expand(reshape(transpose(a as Tensor), [1, 3, 4]), [2, 3, 4]), transpose(b as Tensor)),
    reference: (a, b) =>
      range(30).map((k) => {
        const [n, i, j] = [Math.floor(k / 15), Math.floor((k % 15) / 5), k % 5];
        return range(4).reduce((s, c) => s + at(a as number[], c * 3 + i) * at(b as number[], n * 20 + j * 4 + c), 0);
      }),
  },
  {
    name: "permute, slice, reshape",
    shapes: [[2, 3, 4]],
    record: (_, x) => on.square(reshape(slice(permute(x as Tensor, [2, 0, 1]), 0, 1, 3), [4, 3])),
    reference: (x) =>
      range(12).map((k) => {
        const [c, n, j] = [1 + Math.floor(k / 6), Math.floor((k % 6) / 3), k % 3];
        return at(x as number[], n * 12 + j * 4 + c) ** 2;
      }),
  },
  {
    name: "concat and pad",
    shapes: [
      [2, 3],
      [2, 2],
    ],
    record: (_, a, b) => on.square(pad(concat([a as Tensor, b as Tensor], 1), 1, 1, 7)),
    reference: (a, b) =>
      range(14).map((k) => {
        const [row, column] = [Math.floor(k / 7), (k % 7) - 1];
        if (column < 0 || column > 4) return 0;
        return (column < 3 ? at(a as number[], row * 3 + column) : at(b as number[], row * 2 + column - 3)) ** 2;
      }),
  },
  {
    name: "softmax",
    shapes: [[3, 5]],
    record: (_, x) => softmax(x as Tensor),
    reference: (x) =>
      rowsOf(x as number[], 5).flatMap((row) => {
        const total = row.reduce((s, v) => s + Math.exp(v), 0);
        return row.map((v) => Math.exp(v) / total);
      }),
  },
  {
    name: "layer norm",
    shapes: [
      [70, 6],
      [2, 6],
    ],
    record: (_, x, affine) => layerNorm(x as Tensor, affine as Tensor),
    reference: (x, affine) =>
      rowsOf(x as number[], 6).flatMap((row) => {
        const average = row.reduce((s, v) => s + v, 0) / 6;
        const variance = row.reduce((s, v) => s + (v - average) ** 2, 0) / 6;
        return row.map((v, k) => {
          const y = (v - average) / Math.sqrt(variance + 1e-5);
          return y * at(affine as number[], k) + at(affine as number[], 6 + k);
        });
      }),
  },
  {
    name: "dense layers of a block: norm and slopes inside the products",
    shapes: [[70, 4], [2, 4], [20], [20]],
    record: (_, x, affine, first, second) => {
      const inner = denseLayer(layerNorm(x as Tensor, affine as Tensor), first as Tensor, { activation: "swish" });
      return denseLayer(inner, second as Tensor, { activation: "swish", residual: x as Tensor });
    },
    reference: (x, affine, first, second) =>
      rowsOf(x as number[], 4).flatMap((row) => {
        const inner = swishRow(normalisedRow(row, affine as number[]), first as number[]);
        return swishRow(inner, second as number[]).map((v, k) => v + at(row, k));
      }),
  },
  dense(null, (x) => x),
  dense("swish", (x) => x * sigmoid(x)),
  dense("relu", (x) => Math.max(x, 0)),
  dense("softplus", (x) => Math.log(1 + Math.exp(x))),
  {
    name: "cross entropy",
    shapes: [[3, 4]],
    record: (tape, x) => crossEntropy(x as Tensor, tape.constant([2, 0, 3], [3])),
    reference: (x) =>
      rowsOf(x as number[], 4).map(
        (row, k) => Math.log(row.reduce((s, v) => s + Math.exp(v), 0)) - at(row, at([2, 0, 3], k)),
      ),
  },
  {
    name: "mean squared error",
    shapes: [
      [3, 4],
      [3, 4],
    ],
    record: (_, a, b) => meanSquaredError(a as Tensor, b as Tensor),
    reference: (a, b) => [(a as number[]).reduce((s, v, k) => s + (v - at(b as number[], k)) ** 2, 0) / 12],
  },
  {
    name: "mean absolute error",
    shapes: [
      [3, 4],
      [3, 4],
    ],
    record: (_, a, b) => meanAbsoluteError(a as Tensor, b as Tensor),
    reference: (a, b) => [(a as number[]).reduce((s, v, k) => s + Math.abs(v - at(b as number[], k)), 0) / 12],
    piecewiseLinear: true,
  },
  {
    name: "take along an axis, some rows twice",
    shapes: [[2, 4, 3]],
    record: (tape, x) => on.square(gather(x as Tensor, tape.constant([3, 0, 3, 1, 1, 2], [2, 3]))),
    reference: (x) =>
      range(18).map((k) => {
        const [n, j, c] = [Math.floor(k / 9), Math.floor((k % 9) / 3), k % 3];
        return at(x as number[], n * 12 + at([3, 0, 3, 1, 1, 2], n * 3 + j) * 3 + c) ** 2;
      }),
  },
];

const H = 1e-4;

/** The operation stands in the middle: its input is scaled, its output weighted and added to something else. */
const INNER = 0.7;

function derivative(f: (x: number[][]) => number, x: number[][]): number[][] {
  return x.map((list, which) =>
    list.map((value, k) => {
      const shifted = (by: number) => x.map((other, m) => (m === which ? other.with(k, value + by) : other));
      return (f(shifted(H)) - f(shifted(-H))) / (2 * H);
    }),
  );
}

describe.each(cases.map((entry) => [entry.name, entry] as const))("%s", (name, entry) => {
  const inputs = entry.shapes.map((shape, k) => {
    const values = normals(sizeOf(shape), `${name} ${k}`);
    return entry.positive ? values.map((v) => 0.5 + Math.abs(v)) : values;
  });
  const size = entry.reference(...inputs).length;
  const cotangent = normals(size, `${name} cotangent`);
  const lossOf = (x: number[][]) =>
    entry
      .reference(...x.map((list) => list.map((v) => INNER * v)))
      .reduce((s, value, k) => s + at(cotangent, k) * (2 * value + 1), 0);

  const recordLoss = (tape: Tape) => {
    const leaves = inputs.map((values, k) => tape.constant(values, entry.shapes[k] as Shape));
    const output = entry.record(tape, ...leaves.map((leaf) => on.scale(leaf, INNER)));
    const weighted = on.multiply(tape.constant(cotangent, output.shape), on.add(on.scale(output, 2), tape.scalar(1)));
    return { leaves, output, loss: sum(weighted) };
  };

  test("has the value and the gradient of its float64 reference", async () => {
    const values = await evaluate((tape) => {
      const { leaves, output, loss } = recordLoss(tape);
      const named = gradients(loss, leaves).map((tensor, k) => [`d${k}`, tensor] as const);
      return { output, loss, ...Object.fromEntries(named) } as Record<string, Tensor>;
    });
    const scaled = inputs.map((list) => list.map((v) => INNER * v));
    expectClose(values.output as Float32Array, entry.reference(...scaled), 2e-5, "value");
    derivative(lossOf, inputs).forEach((expected, k) => {
      expectClose(values[`d${k}`] as Float32Array, expected, 1e-4, `gradient of input ${k}`);
    });
  });

  test.skipIf(entry.piecewiseLinear)("has the second derivative of its float64 reference", async () => {
    const directions = entry.shapes.map((shape, k) => normals(sizeOf(shape), `${name} direction ${k}`));
    const values = await evaluate((tape) => {
      const { leaves, loss } = recordLoss(tape);
      const first = gradients(loss, leaves, { differentiable: true });
      const along = first
        .map((tensor, k) => sum(on.multiply(tensor, tape.constant(directions[k] as number[], tensor.shape))))
        .reduce((a, b) => on.add(a, b));
      return Object.fromEntries(gradients(along, leaves).map((tensor, k) => [`d${k}`, tensor])) as Record<
        string,
        Tensor
      >;
    });
    // H d = (grad(x + h d) - grad(x - h d)) / 2 h.
    const step = 1e-3;
    const moved = (sign: number) =>
      inputs.map((list, k) => list.map((v, j) => v + sign * step * at(directions[k] as number[], j)));
    const [above, below] = [derivative(lossOf, moved(1)), derivative(lossOf, moved(-1))];
    above.forEach((list, k) => {
      const expected = list.map((v, j) => (v - at(below[k] as number[], j)) / (2 * step));
      expectClose(values[`d${k}`] as Float32Array, expected, 2e-3, `second derivative, input ${k}`);
    });
  });
});

test("an operation on shapes that do not fit says which", async () => {
  await expect(() =>
    evaluate((tape) => ({ y: on.add(tape.constant([1, 2], [2]), tape.constant([1, 2, 3], [3])) })),
  ).rejects.toThrow(/2.*3/);
});
