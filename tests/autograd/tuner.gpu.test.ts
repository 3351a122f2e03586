import { expect, test } from "vitest";
import { compile, planKernels } from "../../src/autograd/compile.ts";
import { gradients } from "../../src/autograd/gradients.ts";
import { denseLayer } from "../../src/autograd/operations/dense-layer.ts";
import { layerNorm } from "../../src/autograd/operations/layer-norm.ts";
import { matmul, transpose } from "../../src/autograd/operations/matmul.ts";
import { slice } from "../../src/autograd/operations/movement.ts";
import { softmax } from "../../src/autograd/operations/softmax.ts";
import { Tape, type Tensor } from "../../src/autograd/tape.ts";
import { autotune, type Workload } from "../../src/autograd/tuner.ts";
import { bundledShaders } from "../../src/engine/bundled-shaders.ts";
import { openGpu } from "../../src/gpu/device.ts";
import { type Measurements, Variants } from "../../src/gpu/variants.ts";
import { testGpu } from "../support/gpu.ts";
import { expectClose, normals } from "../support/numbers.ts";
import { preferring } from "../support/variants.ts";

/** Factors of a product, and what they give in float64. */
function product(rows: number, inner: number, columns: number) {
  const a = normals(rows * inner, "a");
  const b = normals(inner * columns, "b");
  const expected = Array.from({ length: rows * columns }, (_, k) => {
    const [row, column] = [Math.floor(k / columns), k % columns];
    let sum = 0;
    for (let c = 0; c < inner; c++) sum += (a[row * inner + c] as number) * (b[c * columns + column] as number);
    return sum;
  });
  return { a, b, expected };
}

/** Row-major entries of the transpose. */
const turned = (x: number[], columns: number): number[] =>
  Array.from({ length: x.length }, (_, k) => {
    const rows = x.length / columns;
    return x[(k % rows) * columns + Math.floor(k / rows)] as number;
  });

const record = (tape: Tape) => {
  const { a, b } = product(37, 21, 19);
  return {
    plain: matmul(tape.constant(a, [37, 21]), tape.constant(b, [21, 19])),
    turned: matmul(transpose(tape.constant(turned(a, 21), [21, 37])), tape.constant(b, [21, 19])),
  };
};

// In fours: all sides, none, each alone; more than one workgroup of the largest tile; an inner axis that threads share.
test.each([
  [36, 20, 28],
  [37, 21, 19],
  [36, 21, 19],
  [37, 20, 19],
  [37, 21, 28],
  [132, 8, 100],
  [20, 300, 12],
  [21, 301, 13],
])("every variant of a product of %d x %d x %d computes the same, however its factors lie", async (...sizes) => {
  const [rows, inner, columns] = sizes;
  const { a, b, expected } = product(rows, inner, columns);
  const gpu = await testGpu();
  const all = (tape: Tape) => {
    const lefts = [tape.constant(a, [rows, inner]), transpose(tape.constant(turned(a, inner), [inner, rows]))];
    const rights = [tape.constant(b, [inner, columns]), transpose(tape.constant(turned(b, columns), [columns, inner]))];
    return Object.fromEntries(lefts.flatMap((x, i) => rights.map((y, j) => [`${i}${j}`, matmul(x, y)])));
  };
  const known = new Variants("gpu");
  await compile(gpu, all(new Tape(known)));
  const tunables = [...known.open.values()];
  expect(tunables.map(({ kernel }) => kernel)).toEqual([
    "product",
    "product by transposed",
    "transposed product",
    "transposed product by transposed",
  ]);
  for (const name of new Set(tunables.flatMap(({ names }) => names))) {
    const program = await compile(gpu, all(new Tape(preferring(name))));
    program.run();
    for (const [which, found] of Object.entries(await program.read("00", "01", "10", "11"))) {
      expectClose(found, expected, 1e-5, `${name} ${which}`);
    }
    program.destroy();
  }
});

test("every variant of the products of dense layers, with norms, slopes and sums of rows, gives the same gradients", async () => {
  const gpu = await testGpu();
  const [rows, width, hidden] = [300, 8, 12];
  const record = (tape: Tape) => {
    const x = tape.constant(normals(rows * width, "dense x"), [rows, width]);
    const affine = tape.constant(normals(2 * width, "dense affine"), [2, width]);
    const first = tape.constant(normals(hidden * (width + 1), "dense first"), [hidden * (width + 1)]);
    const second = tape.constant(normals(width * (hidden + 1), "dense second"), [width * (hidden + 1)]);
    const inner = denseLayer(layerNorm(x, affine), first, { activation: "swish" });
    const y = denseLayer(inner, second, { activation: "softplus", residual: x });
    const [dx, dAffine, dFirst, dSecond] = gradients(y, [x, affine, first, second], {
      cotangent: tape.constant(normals(rows * width, "dense cotangent"), [rows, width]),
    }) as [Tensor, Tensor, Tensor, Tensor];
    return { y, dx, dAffine, dFirst, dSecond };
  };
  const found = async (variants: Variants) => {
    const program = await compile(gpu, record(new Tape(variants)));
    program.run();
    const outputs = await program.read(...program.outputNames);
    program.destroy();
    return outputs;
  };
  const known = new Variants("gpu");
  const expected = await found(known);
  const names = new Set([...known.open.values()].flatMap((tunable) => tunable.names));
  expect(names).toContain("4 x 4 vectors in 16 parts");
  for (const name of names) {
    for (const [output, values] of Object.entries(await found(preferring(name)))) {
      expectClose(values, Array.from(expected[output] as Float32Array), 1e-4, `${name} ${output}`);
    }
  }
});

test.each([0, 2])("a product whose factors begin at number %d is timed in the class that asked", (start) => {
  const known = new Variants("gpu");
  const tape = new Tape(known);
  const factor = (rows: number, columns: number) =>
    slice(tape.input(`${rows}`, [rows, columns + start]), 1, start, columns + start);
  planKernels({
    square: matmul(factor(36, 20), factor(20, 28)),
    odd: matmul(factor(37, 21), transpose(factor(19, 21))),
  });
  const asked = [...known.open];
  expect(asked).toHaveLength(2);
  for (const [key, tunable] of asked) {
    known.open.clear();
    planKernels((tunable.workload as Workload)(new Tape(known)));
    expect([...known.open.keys()]).toEqual([key]);
  }
});

test.each(["workgroup", "thread"])(
  "rows that are a %s's have the norm, its gradient and the softmax of float64",
  async (name) => {
    // More columns than a workgroup has threads, and not a multiple of them.
    const [rows, columns] = [5, 133];
    const x = normals(rows * columns, "rows", 2);
    const affine = normals(2 * columns, "affine");
    const cotangent = normals(rows * columns, "rows' cotangent");
    const variants = preferring(name);
    const tape = new Tape(variants);
    const input = tape.constant(x, [rows, columns]);
    const norm = layerNorm(input, tape.constant(affine, [2, columns]));
    const [dx] = gradients(norm, [input], { cotangent: tape.constant(cotangent, [rows, columns]) });
    const program = await compile(await testGpu(), { norm, dx: dx as Tensor, shares: softmax(input) });
    program.run();
    const found = await program.read("norm", "dx", "shares");
    expect(variants.offered).toContain(name);
    program.destroy();
    const expected = Array.from({ length: rows }, (_, row) => {
      const own = x.slice(row * columns, (row + 1) * columns);
      const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / columns;
      const centre = mean(own);
      const rate = 1 / Math.sqrt(mean(own.map((value) => (value - centre) ** 2)) + 1e-5);
      const y = own.map((value) => (value - centre) * rate);
      const h = y.map((_, k) => (cotangent[row * columns + k] as number) * (affine[k] as number));
      const along = mean(h.map((value, k) => value * (y[k] as number)));
      const powers = own.map(Math.exp);
      const total = powers.reduce((a, b) => a + b, 0);
      return {
        norm: y.map((value, k) => value * (affine[k] as number) + (affine[columns + k] as number)),
        dx: h.map((value, k) => rate * (value - mean(h) - (y[k] as number) * along)),
        shares: powers.map((power) => power / total),
      };
    });
    for (const output of ["norm", "dx", "shares"] as const) {
      expectClose(
        found[output],
        expected.flatMap((row) => row[output]),
        1e-5,
        output,
      );
    }
  },
);

test("kernels are measured once, and the measurements kept for the adapter", async () => {
  const kept = new Map<string, Measurements>();
  const store = {
    get: async (adapter: string) => kept.get(adapter),
    set: async (adapter: string, measurements: Measurements) => {
      kept.set(adapter, measurements);
    },
  };
  const gpu = await openGpu(bundledShaders, store);
  await autotune(gpu, record);
  const [measurements] = [...kept.values()] as [Measurements];
  expect(Object.keys(measurements)).toEqual(["product 1 x 64 x 32 x 32", "transposed product 1 x 64 x 32 x 32"]);
  for (const { winner, milliseconds } of Object.values(measurements)) {
    expect(Object.keys(milliseconds).sort()).toEqual(["2 x 2", "4 x 4", "8 x 8"]);
    expect(milliseconds[winner]).toBe(Math.min(...Object.values(milliseconds)));
  }
  const again = await openGpu(bundledShaders, store);
  expect(again.variants.measurements).toEqual(measurements);
  await autotune(again, record);
  expect(again.variants.open.size).toBe(0);
});

test("a kernel that cannot be timed keeps its fallback", async () => {
  const gpu = await openGpu(bundledShaders);
  gpu.device.destroy();
  await autotune(gpu, record);
  expect(gpu.variants.measurements).toEqual({});
});
