import { expect, test } from "vitest";
import { wgslStandardAttributes } from "wesl";
import { readShaderFiles } from "../../src/cli/shader-files.ts";
import { linkKernel } from "../../src/gpu/kernel.ts";
import { matchAt, textOf, tokensOf } from "../../src/gpu/wgsl/tokens.ts";

const scale = `import constants::N;
@if(shifted) @group(0) @binding(1) var<storage, read> shift: array<f32>;
@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read_write> y: array<f32>;
@compute @workgroup_size(N)
fn main(@builtin(local_invocation_index) thread: u32) {
  @if(!shifted) @unroll for (var c = 0; c < N; c++) { y[c] = x[c]; }
  @if(shifted) @unroll for (var c = 0; c < N; c++) { y[c] = x[c] + shift[c]; }
}`;
const kernel = { label: "scale by hand", module: "scale.wgsl", constants: { N: 3 } };

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
  expect(code).toContain("@binding(1) var<storage, read_write> y");
});

test("another variant has another binding", async () => {
  const { types } = await linkKernel({ ...kernel, conditions: { shifted: true } }, { "scale.wgsl": scale });
  expect(types).toEqual(["read array<f32>", "read array<f32>", "read_write array<f32>"]);
});

test.each([
  ["an unknown root", {}, scale, /Root module not found/],
  [
    "a marked loop over data",
    {},
    scale
      .replace("@if(!shifted) @unroll", "let n = 3; @if(!shifted) @unroll")
      .replace("c < N; c++) { y[c] = x[c]; }", "c < n; c++) { y[c] = x[c]; }"),
    /n is no whole number and no constant/,
  ],
  ["a missing module", { modules: { group: "groups/none.wgsl" } }, scale, /no shader groups\/none.wgsl/],
  ["what is no WGSL", {}, scale.replace("thread: u32", "thread # u32"), /#/],
  ["an unknown import", {}, `import package::nowhere::f;\n${scale.replace("x[c];", "f(x[c]);")}`, /nowhere/],
] as const)("%s: the error names the kernel and what is wrong", async (what, more, code, message) => {
  const sources: Record<string, string> = what === "an unknown root" ? {} : { "scale.wgsl": code };
  const linked = linkKernel({ ...kernel, conditions: { shifted: false }, ...more }, sources);
  await expect(linked).rejects.toThrow(/^Kernel scale by hand: ./);
  await expect(linked).rejects.toThrow(message);
});

test("no shader has an attribute that nobody knows: the linker would drop a misspelt marker", () => {
  const known = new Set([...wgslStandardAttributes, "builtin", "if", "elif", "else"]);
  for (const [path, code] of Object.entries(readShaderFiles())) {
    const tokens = tokensOf(code);
    for (let at = 0; at < tokens.length; at++) {
      const [attribute] = matchAt(tokens, at, ["@", "*"]) ?? [];
      if (attribute !== undefined) expect(known, path).toContain(attribute);
    }
  }
});
