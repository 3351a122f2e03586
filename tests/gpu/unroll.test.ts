import { expect, test } from "vitest";
import { unrollLoops } from "../../src/gpu/unroll.ts";

const flat = (code: string) => code.replace(/\s+/g, " ");

test("a loop to a constant is written out, nested ones too, and swizzles stay", () => {
  const code = `const N = (M + 1) / 2;
const M = 3;
fn f() { for (var i = 0; i < N; i++) { a[i] = v.i; for (var j = 0; j < 2; j++) { b[i][j] += 1.0; } } }`;
  const body = flat(unrollLoops(code)).split("fn f() ")[1];
  expect(body?.replaceAll(/[{}]/g, "").replaceAll(/\s+/g, " ").trim()).toBe(
    "a[0] = v.i; b[0][0] += 1.0; b[0][1] += 1.0; a[1] = v.i; b[1][0] += 1.0; b[1][1] += 1.0;",
  );
});

test("a loop over data stays, and a bound that is no constant is refused", () => {
  const data = "fn f() { for (var j = 0u; j < u32(N); j++) { } }";
  expect(unrollLoops(data)).toBe(data);
  expect(() => unrollLoops("fn f() { for (var i = 0; i < count; i++) { } }")).toThrow(/count/);
});
