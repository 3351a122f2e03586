import { describe, expect, test } from "vitest";
import { RandomStream } from "../../src/config/random.ts";
import { affine, BasisError } from "../../src/lie/affine.ts";
import { numbers } from "../../src/lie/arithmetic.ts";
import { drawStabiliser, type Element, type Group } from "../../src/lie/group.ts";
import { groupNamed } from "../../src/lie/registry.ts";
import { basisGroup, basisNames } from "../support/bases.ts";
import { expectClose, normals } from "../support/numbers.ts";

function lifted(group: Group, count: number): Element[] {
  const random = new RandomStream(3, "affine");
  return Array.from({ length: count }, (_, k) =>
    group.lift(numbers, normals(group.pointDim, `point ${k}`), drawStabiliser(group, 1, random), 1),
  );
}

describe.each(basisNames)("%s", (name) => {
  const group = basisGroup(name);
  const elements = lifted(group, 12);

  test("the logarithm undoes the exponential", () => {
    for (const g of elements) expectClose(group.exp(group.log(g)), g, 1e-7);
  });

  test("pair features do not change when both elements are multiplied on the left", () => {
    const [u, ...others] = elements as [Element, ...Element[]];
    for (const g of others) {
      for (const h of others) {
        const before = group.pairFeature(numbers, g, h, 1);
        const after = group.pairFeature(numbers, group.compose(u, g), group.compose(u, h), 1);
        after.forEach((value, k) => {
          expect(value).toBeCloseTo(before[k] as number, 7);
        });
      }
    }
  });

  test("composing acts as acting twice, and the inverse undoes", () => {
    const x = normals(group.pointDim, "x");
    for (const g of elements) {
      for (const h of elements) expectClose(group.act(group.compose(g, h), x), group.act(g, group.act(h, x)), 1e-9);
      expectClose(group.act(group.inverse(g), group.act(g, x)), x, 1e-9);
    }
  });
});

test("rotations given as a generator have the pair features of SE(2)", () => {
  const custom = basisGroup("rotations");
  const se2 = groupNamed("SE2");
  const pairOf = (group: Group, sample: (angle: number) => number[]) => {
    const at = (x: readonly number[], angle: number) => group.lift(numbers, x, sample(angle), 1);
    return group.pairFeature(numbers, at([0.3, -1.2], 0.4), at([-0.8, 0.5], -0.9), 1);
  };
  const matrix = (angle: number) => {
    const [c, s] = [Math.cos(angle), Math.sin(angle)];
    return [c, -s, 0, s, c, 0, 0, 0, 1];
  };
  expectClose(
    pairOf(custom, matrix),
    pairOf(se2, (angle) => [angle]),
    1e-9,
  );
  expect(custom.invariance).toEqual({ translation: true, rotation: "any", scale: false });
  expect(basisGroup("similarities").invariance).toEqual({ translation: true, rotation: "any", scale: true });
  expect(basisGroup("shears").invariance.rotation).toBe("none");
});

test.each([
  ["0,-1,1", "-1,1", "4 numbers (of the plane) or 9 (of space), not 3"],
  ["0,-1,1,0;1,0,0", "-1,1;-1,1", "generator 2 has 3 numbers, the first has 4"],
  ["0,-1,x,0", "-1,1", "generator 1 holds something that is not a number"],
  ["0,-1,1,0;0,2,-2,0", "-1,1;-1,1", "generator 2 is a combination of those before it"],
  ["0,0,0,0", "-1,1", "generator 1 is a combination of those before it"],
  ["0,1,0,0;0,0,1,0", "-1,1;-1,1", "generators 1 and 2 are not closed"],
  ["1,0,0,0;0,1,0,0;0,0,1,0;0,0,0,1;1,1,1,1", "-1,1", "only 4 independent matrices, not 5"],
  ["0,-1,1,0", "-1,1;-1,1", "the box has 2 intervals for 1 generators"],
  ["0,-1,1,0", "1,-1", "interval 1 of the box"],
  ["0,-1,1,0", "-3,3", "logarithm is not defined"],
  ["1,0,0,1", "-9,9", "logarithm is not defined"],
])("generators %s with box %s are refused in words", (generators, box, message) => {
  expect(() => affine({ name: "custom", generators, box })).toThrow(message);
  expect(() => affine({ name: "custom", generators, box })).toThrow(BasisError);
});
