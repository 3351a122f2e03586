import { expect, test } from "vitest";
import { excerpt } from "../../src/gpu/errors.ts";

test("a place in a kernel is shown with the lines around it", () => {
  const code = Array.from({ length: 12 }, (_, k) => `let x${k + 1} = ${k + 1};`).join("\n");
  expect(excerpt(code, 10)).toBe(
    [
      "   8 | let x8 = 8;",
      "   9 | let x9 = 9;",
      "> 10 | let x10 = 10;",
      "  11 | let x11 = 11;",
      "  12 | let x12 = 12;",
    ].join("\n"),
  );
  expect(excerpt(code, 1)).toBe(["> 1 | let x1 = 1;", "  2 | let x2 = 2;", "  3 | let x3 = 3;"].join("\n"));
});
