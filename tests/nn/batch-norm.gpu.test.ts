import { expect, test } from "vitest";
import { gradients } from "../../src/autograd/gradients.ts";
import { movingAverage } from "../../src/autograd/operations/accumulate.ts";
import { multiply } from "../../src/autograd/operations/elementwise.ts";
import { sum } from "../../src/autograd/operations/reduce.ts";
import type { Tape, Tensor } from "../../src/autograd/tape.ts";
import { batchNorm, declareBatchNorm, type MeasuredStatistics } from "../../src/nn/batch-norm.ts";
import { ParameterLayout, Parameters } from "../../src/nn/parameters.ts";
import { evaluate, testGpu } from "../support/gpu.ts";
import { expectClose, normals } from "../support/numbers.ts";

const [BATCH, ROWS, WIDTH] = [3, 5, 4];
const mask = Array.from({ length: BATCH * ROWS }, (_, k) => (k % 4 === 1 ? 0 : 1));
const x = normals(BATCH * ROWS * WIDTH, "batch norm", 2).map((value) => value + 1);
const scale = [1.5, -0.5, 2, 1];
const shift = [0.1, 0.2, -0.3, 0];

async function layer(): Promise<Parameters> {
  const layout = new ParameterLayout();
  declareBatchNorm(layout, "norm", WIDTH);
  const parameters = new Parameters((await testGpu()).device, layout);
  const named = { "norm.scale": scale, "norm.shift": shift, "norm.running_mean": [1, 2, 3, 4] };
  parameters.write(parameters.pack(new Map(Object.entries({ ...named, "norm.running_variance": [4, 1, 9, 1e-9] }))));
  return parameters;
}

const record = (tape: Tape, parameters: Parameters, data: number[], measured?: MeasuredStatistics) => {
  const input = tape.constant(data, [BATCH, ROWS, WIDTH]);
  const rows = tape.constant(mask, [BATCH, ROWS, 1]);
  const weights = parameters.record(tape);
  return { input, weights, output: batchNorm(weights, "norm", input, rows, measured) };
};

/** Mean and squared deviations over the rows that are present, in double precision. */
function moments(data: readonly number[], channel: number) {
  const values = mask.flatMap((present, row) => (present ? [data[row * WIDTH + channel] as number] : []));
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  return { mean, count: values.length, squares: values.reduce((total, v) => total + (v - mean) ** 2, 0) };
}

const normalised = (data: readonly number[]) =>
  data.map((value, k) => {
    const { mean, count, squares } = moments(data, k % WIDTH);
    const rate = 1 / Math.sqrt(Math.max(squares / count, 1e-5));
    return (value - mean) * rate * (scale[k % WIDTH] as number) + (shift[k % WIDTH] as number);
  });

test("training normalises by the statistics of present rows, and leaves the unbiased ones", async () => {
  const parameters = await layer();
  const got = await evaluate((tape) => {
    const measured: MeasuredStatistics = new Map();
    const { output } = record(tape, parameters, x, measured);
    return { output, measured: measured.get("norm.running") as Tensor };
  });
  expectClose(got.output, normalised(x), 1e-5);
  const channels = scale.map((_, channel) => moments(x, channel));
  expectClose(
    got.measured.slice(0, WIDTH),
    channels.map(({ mean }) => mean),
    1e-5,
  );
  expectClose(
    got.measured.slice(WIDTH),
    channels.map(({ count, squares }) => squares / (count - 1)),
    1e-5,
  );
  parameters.destroy();
});

test("what absent rows hold changes neither the others nor the statistics, not a number included", async () => {
  const parameters = await layer();
  const broken = x.map((value, k) => (mask[Math.floor(k / WIDTH)] ? value : Number.NaN));
  const got = await evaluate((tape) => {
    const measured: MeasuredStatistics = new Map();
    const { output } = record(tape, parameters, broken, measured);
    return { output, measured: measured.get("norm.running") as Tensor };
  });
  expect(got.measured.every(Number.isFinite)).toBe(true);
  const expected = normalised(x);
  const present = Array.from(got.output).filter((_, k) => mask[Math.floor(k / WIDTH)]);
  expectClose(
    present,
    expected.filter((_, k) => mask[Math.floor(k / WIDTH)]),
    1e-5,
  );
  parameters.destroy();
});

test("evaluation uses the running statistics, clamped at eps", async () => {
  const parameters = await layer();
  const { output } = await evaluate((tape) => ({ output: record(tape, parameters, x).output }));
  const rates = [1 / 2, 1, 1 / 3, 1 / Math.sqrt(1e-5)];
  const expected = x.map((value, k) => {
    const c = k % WIDTH;
    return (value - (c + 1)) * (rates[c] as number) * (scale[c] as number) + (shift[c] as number);
  });
  expectClose(output, expected, 1e-5);
  parameters.destroy();
});

test("the gradient goes through the statistics", async () => {
  const parameters = await layer();
  const weights = normals(x.length, "batch norm weights").map((value, k) => (mask[Math.floor(k / WIDTH)] ? value : 0));
  const { slope } = await evaluate((tape) => {
    const { input, output } = record(tape, parameters, x, new Map());
    const [slope] = gradients(sum(multiply(output, tape.constant(weights, output.shape))), [input]) as [Tensor];
    return { slope };
  });
  const value = (data: number[]) => normalised(data).reduce((total, y, k) => total + y * (weights[k] as number), 0);
  const step = 1e-5;
  const expected = x.map((_, k) => {
    const moved = (sign: number) => value(x.map((v, j) => (j === k ? v + sign * step : v)));
    return (moved(1) - moved(-1)) / (2 * step);
  });
  expectClose(slope, expected, 1e-4);
  parameters.destroy();
});

test("running statistics move a tenth of the way, and are no parameters to learn", async () => {
  const parameters = await layer();
  await evaluate((tape) => {
    const running = parameters.record(tape).get("norm.running") as Tensor;
    return { moved: movingAverage(running, tape.constant([2, 2, 2, 2, 1, 1, 1, 1], [2, WIDTH])) };
  });
  const named = parameters.unpack(await parameters.read());
  expectClose(named.get("norm.running_mean")?.data ?? [], [1.1, 2, 2.9, 3.8], 1e-6);
  expectClose(named.get("norm.running_variance")?.data ?? [], [3.7, 1, 8.2, 0.1], 1e-6);
  expect(parameters.layout.count).toBe(2 * WIDTH);
  expect(parameters.layout.stored.filter(({ trained }) => trained).map(({ name }) => name)).toEqual([
    "norm.scale",
    "norm.shift",
  ]);
  parameters.destroy();
});
