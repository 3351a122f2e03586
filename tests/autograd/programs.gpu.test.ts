import { expect, test } from "vitest";
import { compile } from "../../src/autograd/compile.ts";
import { Tape } from "../../src/autograd/tape.ts";
import { parseLink } from "../../src/config/link.ts";
import { taskOf } from "../../src/tasks/registry.ts";
import { buildModel, destroyModel } from "../../src/training/model.ts";
import { testGpu } from "../support/gpu.ts";

/** Dispatches of a training step or of a test, as a GPU runs them that has not been timed. */
async function programOf(link: string, which: "recordGradient" | "recordTest"): Promise<string> {
  const gpu = await testGpu();
  const { config } = parseLink(link);
  const objective = (await taskOf(config).open(config)).objective(config);
  const model = buildModel(gpu, config, objective);
  const program = await compile(gpu, model[which](new Tape()), { merge: true });
  const lines = program.describe();
  program.destroy();
  destroyModel(model);
  return `\n${lines.join("\n")}\n`;
}

const SMALL = "preset=quick&layers=1&width=8&heads=2&kernel=4&batch=8";

// A changed program shows here, in review: npx vitest -u writes what it is now.
test("a training step of one layer", async () => {
  expect(await programOf(SMALL, "recordGradient")).toMatchInlineSnapshot(`
    "
    select(f32(0), x, x != 0.0) | lie_attention/lift.wgsl SE2 | sum | (f32(1) * f32(0.0625)) [6,1,1]
    dense matmul 80x1x8  | select(x, x, x != 0.0) [11,1,1]
    dense matmul 80x8x24 a_normed a_inner b_inner  | max(x, f32(1)) [4,1,1]
    lie_attention/forward.wgsl SE2 B8 M10 H2 C8 K4 mean [5,2,1]
    dense matmul 80x8x8 residual a_inner b_inner  [1,3,1]
    dense matmul 80x8x8 a_normed a_inner b_inner relu [1,3,1]
    dense matmul 80x8x8 residual a_inner b_inner relu [1,3,1]
    select(f32(0), x, x != 0.0) [10,1,1]
    sum [1,1,1]
    (x / x) [1,1,1]
    max(x, 0.0) [1,1,1]
    dense matmul 8x8x8 a_inner b_inner  [1,1,1]
    max(x, 0.0) [1,1,1]
    dense matmul 8x8x8 a_inner b_inner  [1,1,1]
    max(x, 0.0) [1,1,1]
    dense matmul 8x8x4 a_inner b_inner  [1,1,1]
    dense/softmax.wgsl | dense/cross_entropy.wgsl [17,1,1]
    ((x - select(0.0, 1.0, x == x)) * x) | sum [2,1,1]
    matmul 8x4x8 a_inner b_columns | matmul 4x8x8 a_rows b_columns [2,1,1]
    (x * select(0.0, 1.0, x > f32(0))) [1,1,1]
    matmul 8x8x8 a_inner b_columns | matmul 8x8x8 a_rows b_columns [2,1,1]
    (x * select(0.0, 1.0, x > f32(0))) [1,1,1]
    matmul 8x8x8 a_inner b_columns | matmul 8x8x8 a_rows b_columns [2,1,1]
    (x * select(0.0, 1.0, x > f32(0))) [1,1,1]
    (x / x) [1,1,1]
    select(f32(0), x, x != 0.0) [10,1,1]
    matmul 80x8x8 sloped a_sloped a_inner b_columns | matmul 8x80x8 a_sloped a_rows b_columns [4,1,1]
    matmul 80x8x8 a_inner b_columns | matmul 8x80x8 b_normed a_rows b_columns [4,1,1]
    dense/normalise_gradient.wgsl | dense/normalise_affine_gradient.wgsl [82,1,1]
    matmul 80x8x8 a_inner b_columns | matmul 8x80x8 a_rows b_columns [4,1,1]
    lie_attention/backward.wgsl SE2 B8 M10 H2 C8 K4 mean [2,2,1]
    matmul 80x24x8 a_inner b_columns | sum [5,1,1]
    dense/normalise_gradient.wgsl | dense/normalise_affine_gradient.wgsl [82,1,1]
    matmul 24x80x8 b_normed a_rows b_columns | matmul 8x80x1 a_rows b_inner [2,1,1]
    adam [20,1,1]
    "
  `);
});

test("its test, with batch norms and a head before the pool", async () => {
  const link = `${SMALL}&norm=batch_pre&layout=head_then_pool&normalise=softmax&features=distances`;
  expect(await programOf(link, "recordTest")).toMatchInlineSnapshot(`
    "
    select(f32(0), x, x != 0.0) | inverseSqrt(max(x, f32(0.000009999999747378752))) | lie_attention/lift.wgsl SE2 [15,1,1]
    dense matmul 80x9x8  | select(x, x, x != 0.0) | sum [12,1,1]
    ((((x - x) * x) * x) + x) | inverseSqrt(max(x, f32(0.000009999999747378752))) [11,1,1]
    dense matmul 80x8x24 a_inner b_inner  | max(x, f32(1)) [4,1,1]
    lie_attention/forward.wgsl SE2 B8 M10 H2 C8 K4 softmax [5,2,1]
    dense matmul 80x8x8 residual a_inner b_inner  [1,3,1]
    ((((x - x) * x) * x) + x) [10,1,1]
    dense matmul 80x8x8 a_inner b_inner relu [1,3,1]
    dense matmul 80x8x8 residual a_inner b_inner relu [1,3,1]
    max(x, 0.0) [10,1,1]
    dense matmul 80x8x4 a_inner b_inner  [1,3,1]
    select(f32(0), x, x != 0.0) [5,1,1]
    sum [1,1,1]
    (x / x) [1,1,1]
    "
  `);
});

test("neighbours drawn from a ball", async () => {
  expect(await programOf(`${SMALL}&neighbours=3&fill=0.5`, "recordTest")).toMatchInlineSnapshot(`
    "
    lie_attention/lift.wgsl SE2 | select(f32(0), x, x != 0.0) | copy [8,1,1]
    select(x, x, x != 0.0) | dense matmul 80x1x8  | sum [12,1,1]
    lie_attention/nearest.wgsl SE2 [3,1,1]
    dense/gather.wgsl | dense matmul 80x8x24 a_normed a_inner b_inner  [7,1,1]
    lie_attention/forward.wgsl SE2 B8 M10 of 3 H2 C8 K4 mean [2,2,1]
    dense matmul 80x8x8 residual a_inner b_inner  | max(x, f32(1)) [4,1,1]
    dense matmul 80x8x8 a_normed a_inner b_inner relu [1,3,1]
    dense matmul 80x8x8 residual a_inner b_inner relu [1,3,1]
    select(f32(0), x, x != 0.0) [10,1,1]
    sum [1,1,1]
    (x / x) [1,1,1]
    max(x, 0.0) [1,1,1]
    dense matmul 8x8x8 a_inner b_inner  [1,1,1]
    max(x, 0.0) [1,1,1]
    dense matmul 8x8x8 a_inner b_inner  [1,1,1]
    max(x, 0.0) [1,1,1]
    dense matmul 8x8x4 a_inner b_inner  [1,1,1]
    "
  `);
});

test("a Set Transformer", async () => {
  expect(await programOf(`${SMALL}&model=set-transformer`, "recordTest")).toMatchInlineSnapshot(`
    "
    select(f32(0), x, x != 0.0) | copy [5,1,1]
    dense matmul 80x2x8  | dense matmul 80x2x16  | dense matmul 16x8x8 a_inner b_inner  [7,1,1]
    matmul 10x4x10 [1,1,16]
    select(f32(-9.999999680285692e+37), (x * f32(0.3535533845424 [25,1,1]
    dense/softmax.wgsl [160,1,1]
    matmul 10x10x4 [1,1,16]
    copy [10,1,1]
    (x + x) [10,1,1]
    dense matmul 80x8x8 residual a_inner b_inner relu [1,3,1]
    dense matmul 80x8x16 a_inner b_inner  [1,3,1]
    matmul 2x4x10 [1,1,16]
    select(f32(-9.999999680285692e+37), (x * f32(0.3535533845424 [5,1,1]
    dense/softmax.wgsl [32,1,1]
    matmul 2x10x4 [1,1,16]
    copy [2,1,1]
    (x + x) [2,1,1]
    dense matmul 16x8x8 residual a_inner b_inner relu [1,1,1]
    dense matmul 16x8x8 a_inner b_inner  | dense matmul 16x8x16 a_inner b_inner  [2,1,1]
    matmul 2x4x2 [1,1,16]
    (x * f32(0.3535533845424652)) [1,1,1]
    dense/softmax.wgsl [32,1,1]
    matmul 2x2x4 [1,1,16]
    copy [2,1,1]
    (x + x) [2,1,1]
    dense matmul 16x8x8 residual a_inner b_inner relu [1,1,1]
    dense matmul 16x8x2 a_inner b_inner  [1,1,1]
    "
  `);
});

test("a roll-out of two states by a fully connected potential", async () => {
  const link = "preset=springs-quick&model=hfc&mlp_width=4&mlp_layers=1&particles=2&batch=2&horizon=2";
  expect(await programOf(link, "recordTest")).toMatchInlineSnapshot(`
    "
    (x / x) | sum | matmul 2x1x4 b_columns [3,1,1]
    (x - x) | (x + (x * f32(0.003340013325214386))) [2,1,1]
    pad | sum [2,1,1]
    affine matmul 2x8x4 | (x - x) [2,1,1]
    (x * swish_slope(x)) | pad [2,1,1]
    matmul 2x4x8 a_inner b_columns | affine matmul 2x8x4 [2,1,1]
    (-x) | (x * swish_slope(x)) [2,1,1]
    sum | matmul 2x4x8 a_inner b_columns [2,1,1]
    (x * f32(0.5)) | (-x) [2,1,1]
    (-(x + x)) | sum [2,1,1]
    ((x + (x * f32(0.003340013325214386))) / x) | (x * f32(0.5)) [2,1,1]
    ((x + (x * f32(-0.003340013325214386))) + (x * f32(0.0100200 [1,1,1]
    (((x + (x * f32(-0.003340013325214386))) + ((-(x + x)) * f32 | sum [2,1,1]
    (((x + (x * f32(0.010020039975643158))) + (x * f32(-0.010020 | (x - x) [2,1,1]
    sum | pad [2,1,1]
    (x - x) | affine matmul 2x8x4 [2,1,1]
    pad | (x * swish_slope(x)) [2,1,1]
    affine matmul 2x8x4 | matmul 2x4x8 a_inner b_columns [2,1,1]
    (x * swish_slope(x)) | (-x) [2,1,1]
    matmul 2x4x8 a_inner b_columns | sum [2,1,1]
    (-x) | (x * f32(0.5)) [2,1,1]
    sum [1,1,1]
    (x * f32(0.5)) [1,1,1]
    (((((x + (x * f32(0.010020039975643158))) + ((-(x + x)) * f3 [1,1,1]
    (((x + (x * f32(0.0012525049969553947))) + ((-(x + x)) * f32 [1,1,1]
    ((((x + (x * f32(0.0012525049969553947))) + (x * f32(0.00375 [1,1,1]
    (x + ((-(x + x)) * f32(0.0012525049969553947))) [1,1,1]
    pad [1,1,1]
    "
  `);
});
