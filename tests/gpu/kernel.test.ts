import { expect, test } from "vitest";
import { linkKernel } from "../../src/gpu/kernel.ts";
import { textOf } from "../../src/gpu/wgsl/tokens.ts";

const scale = `import constants::{N, FACTOR};
@if(shifted) @group(0) @binding(1) var<storage, read> shift: array<f32>;
@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read_write> y: array<f32>;
@compute @workgroup_size(N)
fn main(@builtin(local_invocation_index) lane: u32) {
  @if(!shifted) @unroll for (var c = 0; c < N; c++) { y[c] = x[c]; }
  @if(shifted) @unroll for (var c = 0; c < N; c++) { y[c] = x[c] + shift[c]; }
}`;
const kernel = { label: "scale by hand", module: "scale.wgsl", constants: { N: 3, FACTOR: 2 } };

test("a kernel is linked: its variant, its constants, its marked loops", async () => {
  const { tokens, threads, types } = await linkKernel(
    { ...kernel, conditions: { shifted: false } },
    { "scale.wgsl": scale },
  );
  expect(threads).toBe(3);
  expect(types).toEqual(["read array<f32>", "read_write array<f32>"]);
  const code = textOf(tokens).replace(/\s+/g, " ");
  expect(code).toContain("{ y[0] = x[0]; } { y[1] = x[1]; } { y[2] = x[2]; }");
  expect(code).not.toContain("unroll");
});

test.each([
  ["an unknown root", {}, scale],
  ["a marked loop over data", {}, scale.replace("c < N; c++) { y[c] = x[c]; }", "c < n; c++) { y[c] = x[c]; }")],
  ["a missing module", { modules: { group: "groups/none.wgsl" } }, scale],
  ["what is no WGSL", {}, scale.replace("lane: u32", "lane # u32")],
  ["an unknown import", {}, `import package::nowhere::f;\n${scale.replace("x[c];", "f(x[c]);")}`],
])("%s: the error names the kernel", async (what, more, code) => {
  const sources: Record<string, string> = what === "an unknown root" ? {} : { "scale.wgsl": code };
  const linked = linkKernel({ ...kernel, conditions: { shifted: false }, ...more }, sources);
  await expect(linked).rejects.toThrow(/^Kernel scale by hand: ./);
});
