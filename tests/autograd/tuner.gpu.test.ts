import { expect, test } from "vitest";
import { compile } from "../../src/autograd/compile.ts";
import { matmul, transpose } from "../../src/autograd/operations/matmul.ts";
import { Tape } from "../../src/autograd/tape.ts";
import { decideVariants } from "../../src/autograd/tuner.ts";
import { bundledShaders } from "../../src/engine/bundled-shaders.ts";
import { openGpu } from "../../src/gpu/device.ts";
import { type Contest, Variants, type Verdicts } from "../../src/gpu/variants.ts";
import { testGpu } from "../support/gpu.ts";
import { expectClose, normals } from "../support/numbers.ts";

const ROWS = 37;
const INNER = 21;
const COLUMNS = 19;
const a = normals(ROWS * INNER, "a");
const b = normals(INNER * COLUMNS, "b");
const expected = Array.from({ length: ROWS * COLUMNS }, (_, k) => {
  const [row, column] = [Math.floor(k / COLUMNS), k % COLUMNS];
  let sum = 0;
  for (let c = 0; c < INNER; c++) sum += (a[row * INNER + c] as number) * (b[c * COLUMNS + column] as number);
  return sum;
});

const record = (tape: Tape) => ({
  plain: matmul(tape.constant(a, [ROWS, INNER]), tape.constant(b, [INNER, COLUMNS])),
  turned: transpose(matmul(transpose(tape.constant(b, [INNER, COLUMNS])), transpose(tape.constant(a, [ROWS, INNER])))),
});

test("every variant of a product computes the same", async () => {
  const gpu = await testGpu();
  const known = new Variants("gpu");
  const tape = new Tape(known);
  await compile(gpu, record(tape));
  const contests = [...known.open.values()];
  expect(contests.map(({ kernel }) => kernel)).toEqual(["product", "transposed product"]);
  for (const name of (contests[0] as Contest).names) {
    let forced = known;
    for (const contest of contests) forced = forced.forcing(contest, name);
    const program = await compile(gpu, record(new Tape(forced)));
    program.run();
    const { plain, turned } = await program.read("plain", "turned");
    expectClose(plain, expected, 1e-5);
    expectClose(turned, expected, 1e-5);
    program.destroy();
  }
});

test("contests are held once, and the verdicts kept for the adapter", async () => {
  const kept = new Map<string, Verdicts>();
  const store = {
    get: async (adapter: string) => kept.get(adapter),
    set: async (adapter: string, verdicts: Verdicts) => {
      kept.set(adapter, verdicts);
    },
  };
  const gpu = await openGpu(bundledShaders, store);
  await decideVariants(gpu, record);
  const [verdicts] = [...kept.values()] as [Verdicts];
  expect(Object.keys(verdicts)).toEqual(["product 1 x 64 x 32 x 32", "transposed product 1 x 32 x 32 x 64"]);
  for (const { winner, milliseconds } of Object.values(verdicts)) {
    expect(Object.keys(milliseconds).sort()).toEqual(["2 x 2", "4 x 4", "8 x 8"]);
    expect(milliseconds[winner]).toBe(Math.min(...Object.values(milliseconds)));
  }
  const again = await openGpu(bundledShaders, store);
  expect(again.variants.verdicts).toEqual(verdicts);
  await decideVariants(again, record);
  expect(again.variants.open.size).toBe(0);
});

test("a contest that cannot be timed keeps its fallback", async () => {
  const gpu = await openGpu(bundledShaders);
  gpu.device.destroy();
  await decideVariants(gpu, record);
  expect(gpu.variants.verdicts).toEqual({});
});
