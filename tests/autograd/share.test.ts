import { expect, test } from "vitest";
import { add, multiply } from "../../src/autograd/operations/elementwise.ts";
import { shareCommon } from "../../src/autograd/passes/share.ts";
import { Tape, type Tensor } from "../../src/autograd/tape.ts";

/** Nodes that are left of some. */
const left = (...nodes: Tensor[]) => new Set(nodes.map((node) => shareCommon(nodes).get(node)?.id)).size;

test("constants are one where every number is the same one, infinities and what is no number too", () => {
  const tape = new Tape();
  const of = (value: number) => tape.constant([1, value], [2]);
  expect(left(of(Number.NaN), of(Number.NaN))).toBe(1);
  const values = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, -0];
  expect(left(...values.map(of))).toBe(values.length);
});

test("equal computations are one, and what was not asked for is none", () => {
  const tape = new Tape();
  const [a, b] = [tape.input("a", [2]), tape.input("b", [2])];
  const once = multiply(add(a, b), a);
  const again = multiply(add(a, b), a);
  multiply(b, b);
  const shared = shareCommon([once, again]);
  expect(shared.get(again)).toBe(shared.get(once));
  expect(new Set(shared.values()).size).toBe(4);
});
