import { expect, test } from "vitest";
import { bindingsOf, closeUpBindings, entryPointOf } from "../../../src/gpu/wgsl/module.ts";
import { textOf, tokensOf } from "../../../src/gpu/wgsl/tokens.ts";

test("tokens give the text back, comments and nested templates included", () => {
  const code =
    "/* a */ var<storage, read> x: array<vec2<f32>>; // b\nfn f(p: ptr<function, array<array<f32, 2>, 3>>) { (*p)[1] >>= 1u; }";
  expect(textOf(tokensOf(code))).toBe(code);
});

test("bindings close up in the order of their numbers, wherever they stand", () => {
  const code = `@group(0) @binding(6) var<storage, read_write> c: array<f32>;
@group(0) @binding(0) var<storage, read> a: array<vec4f>;
fn f() { }
@group(0) @binding(3) var<storage, read> b: array<array<f32, 2>>;`;
  const closed = closeUpBindings(tokensOf(code));
  expect(bindingsOf(closed).map(({ number, access, name, type }) => `${number} ${access} ${name} ${type}`)).toEqual([
    "0 read a array<vec4f>",
    "1 read b array<array<f32,2>>",
    "2 read_write c array<f32>",
  ]);
  expect(textOf(closed)).toBe(code.replace("binding(3)", "binding(1)").replace("binding(6)", "binding(2)"));
});

test("the entry point tells its workgroup in constants, and its built-in values in order", () => {
  const code = `const SIDE = 4 * 2; const PARTS = 2;
@compute @workgroup_size(SIDE, PARTS)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) thread: u32) { }`;
  const { workgroup, builtins } = entryPointOf(tokensOf(code));
  expect(workgroup).toEqual([8, 2, 1]);
  expect(builtins).toEqual(["workgroup_id", "local_invocation_index"]);
});

test("a binding of another kind is refused", () => {
  for (const variable of ["var<uniform> x: f32", "var<storage> x: array<f32>"]) {
    expect(() => bindingsOf(tokensOf(`@group(0) @binding(0) ${variable};`))).toThrow(/Kernels bind/);
  }
});

test("no entry point, or one of another name, is said", () => {
  expect(() => entryPointOf(tokensOf("fn main() { }"))).toThrow(/no compute entry point/);
  expect(() => entryPointOf(tokensOf("@compute @workgroup_size(1) fn start() { }"))).toThrow(/not called main/);
});
