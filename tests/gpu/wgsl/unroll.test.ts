import { expect, test } from "vitest";
import { textOf, tokensOf } from "../../../src/gpu/wgsl/tokens.ts";
import { unrollLoops } from "../../../src/gpu/wgsl/unroll.ts";

const unrolled = (code: string): string =>
  textOf(unrollLoops(tokensOf(code)))
    .replace(/\s+/g, " ")
    .trim();

test("a marked loop is written out, nested ones too, and members and other names stay", () => {
  const code = `const N = (M + 1) / 2;
const M = 3;
fn f() { @unroll for (var i = 0; i < N; i++) { a[i] = v.i + ii; @unroll for (var j = 0; j < 2; j++) { b[i][j] += 1.0; } } }`;
  expect(
    unrolled(code)
      .split("fn f() ")[1]
      ?.replace(/[{} ]+/g, " ")
      .trim(),
  ).toBe("a[0] = v.i + ii; b[0][0] += 1.0; b[0][1] += 1.0; a[1] = v.i + ii; b[1][0] += 1.0; b[1][1] += 1.0;");
});

test("a loop without the marker stays as it stands", () => {
  for (const code of [
    "fn f() { for (var j = 0u; j < u32(N); j++) { } }",
    "fn f() { for (var j = 0; j < 4; j++) { } }",
    "// @unroll for\nfn f() { }",
  ]) {
    expect(textOf(unrollLoops(tokensOf(code)))).toBe(code);
  }
});

test("comments and braces in them do not end a body", () => {
  expect(unrolled("fn f() { @unroll for (var i = 0; i < 2; i++) { x[i] = 1; /* } i */ y(i); } }")).toBe(
    "fn f() { { x[0] = 1; /* } i */ y(0); } { x[1] = 1; /* } i */ y(1); } }",
  );
});

test("a loop to nothing leaves nothing", () => {
  expect(unrolled("const N = 4 % 2; fn f() { @unroll for (var i = 0; i < N; i++) { x[i] = 1; } }")).toBe(
    "const N = 4 % 2; fn f() { }",
  );
});

test.each([
  ["a bound that is no constant", "@unroll for (var i = 0; i < count; i++) { }", /count/],
  ["a bound that is no whole number", "@unroll for (var i = 0; i < HALF; i++) { }", /0\.5/],
  ["a bound that is a call", "@unroll for (var i = 0; i < CALL; i++) { }", /CALL|max/],
  ["another start", "@unroll for (var i = 1; i < 3; i++) { }", /@unroll wants for/],
  ["an unsigned start", "@unroll for (var i = 0u; i < 3; i++) { }", /@unroll wants for/],
  ["another counter in the condition", "@unroll for (var i = 0; j < 3; i++) { }", /@unroll wants for/],
  ["a block", "@unroll { }", /@unroll wants for/],
  ["a body that goes on", "@unroll for (var i = 0; i < 3; i++) { if (x) { continue; } }", /continue in a loop/],
  ["a body that breaks off", "@unroll for (var i = 0; i < 3; i++) { break; }", /break in a loop/],
  [
    "its counter again",
    "@unroll for (var i = 0; i < 3; i++) { for (var i = 0u; i < 2u; i++) { } }",
    /i is declared again/,
  ],
  ["a bound of another function's", "@unroll for (var i = 0; i < LOCAL; i++) { }", /LOCAL/],
  ["a body that is not closed", "@unroll for (var i = 0; i < 3; i++) { {", /not closed/],
])("%s after the marker is refused", (_, loop, message) => {
  const code = `const HALF = 0.5; const CALL = max(1, 2); fn g() { const LOCAL = 3; } fn f() { ${loop} }`;
  expect(() => unrollLoops(tokensOf(code))).toThrow(message);
});
