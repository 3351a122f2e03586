import { expect, test } from "vitest";
import { numbers } from "../../src/lie/arithmetic.ts";
import { squash } from "../../src/lie/squash.ts";

test.each([1e-9, 0.01, 1, 3.4, 3.6, 20, 1e4])("a pair of length %s becomes tanh(r / 7) long", (r) => {
  const [x, y] = squash(numbers, [0.6 * r, -0.8 * r]) as [number, number];
  expect(Math.hypot(x, y)).toBeCloseTo(Math.tanh(r / 7), 6);
  expect(x / y).toBeCloseTo(-0.75, 9);
});

test("no pair at all stays none", () => {
  expect(squash(numbers, [0, 0, 0])).toEqual([0, 0, 0]);
});
