import { describe, expect, test } from "vitest";
import { affine, BasisError, narrowedBox } from "../../src/lie/affine.ts";
import { numbers } from "../../src/lie/arithmetic.ts";
import type { Element, Group } from "../../src/lie/group.ts";
import { groupNamed } from "../../src/lie/registry.ts";
import { RandomStream } from "../../src/random/random-stream.ts";
import { basisGroup, basisNames } from "../support/bases.ts";
import { expectClose, normals } from "../support/numbers.ts";

function lifted(group: Group, count: number): Element[] {
  const random = new RandomStream(3, "affine");
  return Array.from({ length: count }, (_, k) =>
    group.lift(numbers, normals(group.pointDim, `point ${k}`), group.stabiliser.draw(1, random), 1),
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
  expect(custom.invariance).toMatchObject({ translation: true, rotation: "any", scale: false });
  expect(basisGroup("similarities").invariance).toMatchObject({ translation: true, rotation: "any", scale: true });
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
  ["1,0,0,1", "-9,9", "get their logarithm wrong by 5 %"],
])("generators %s with box %s are refused in words", (generators, box, message) => {
  expect(() => affine({ name: "custom", generators, box })).toThrow(message);
  expect(() => affine({ name: "custom", generators, box })).toThrow(BasisError);
});

const sl2 = "1,0,0,-1;0,1,0,0;0,0,1,0";
const gl2 = "1,0,0,0;0,1,0,0;0,0,1,0;0,0,0,1";
const so3 = "0,0,0,0,0,-1,0,1,0;0,0,1,0,0,0,-1,0,0;0,-1,0,1,0,0,0,0,0";
const cube = (half: number, count: number) => new Array(count).fill(`${-half},${half}`).join(";");
const refusalOf = (generators: string, box: string): string | null => {
  try {
    affine({ name: "custom", generators, box });
    return null;
  } catch (error) {
    if (error instanceof BasisError) return error.message;
    throw error;
  }
};

describe("a box", () => {
  // With coordinates (h, e, f), x = (-b, b, -b) and y = (-b, -b, b) have tr(y^-1 x) = -2 at b = 1: no logarithm beyond.
  test.each([
    ["sl(2)", sl2, 3, 0.99, 1],
    ["gl(2)", gl2, 4, 0.99, 1],
    ["rotations of space", so3, 3, 0.9, 0.91],
    ["rotations of the plane", "0,-1,1,0", 1, 1.55, 1.571],
  ])(
    "of %s is refused where mixed corners leave the logarithm's domain, not before",
    (_, basis, count, within, beyond) => {
      expect(refusalOf(basis, cube(within, count))).toBeNull();
      for (const half of [beyond, 1.1 * beyond, 1.2 * beyond, 1.5 * beyond]) {
        expect(refusalOf(basis, cube(half, count))).toContain("logarithm is not defined");
      }
    },
  );

  test.each([
    ["boosts", "0,1,1,0", "-3,3"],
    ["shears", "0,1,0,0", "-13,13"],
    ["shears, far", "0,1,0,0", "-300,300"],
    ["scalings of space", "1,0,0,0,1,0,0,0,1", "-3,3"],
    ["upper triangular matrices", "1,0,0,0;0,1,0,0;0,0,0,1", "-2,2;-5,5;-2,2"],
  ])("of %s, which have logarithms everywhere, is not said to lack them", (_, basis, box) => {
    expect(refusalOf(basis, box)).toBeNull();
    const far = box.replace(/\d+/g, (number) => String(Number(number) * 1e6));
    expect(refusalOf(basis, far) ?? "").not.toContain("not defined");
  });

  test.each([
    ["0,-1,1,0", ["-3,3", "-5,5", "-15,15", "-1.565,1.565"], 1.56],
    [sl2, [cube(1.5, 3), cube(5, 3)], 0.999],
    ["0,1,1,0", ["-9,9"], 3.15],
  ] as const)("that is refused is answered with the largest that passes: %s", (basis, boxes, half) => {
    for (const box of boxes) {
      const largest = narrowedBox(basis, box) as string;
      expect(Number(largest.split(/[,;]/)[1])).toBeGreaterThan(0.98 * half);
      expect(refusalOf(basis, largest)).toBeNull();
      const wider = largest.replace(/[\d.]+/g, (number) => String(1.03 * Number(number)));
      expect(refusalOf(basis, wider)).not.toBeNull();
    }
  });
});

test("a narrow interval far from zero stays one in the box that is offered", () => {
  const box = narrowedBox(so3, "1.5,1.501;-5,5;-5,5") as string;
  const [from, to] = (box.split(";")[0] as string).split(",").map(Number) as [number, number];
  expect(from).toBeGreaterThan(1.5);
  expect(to).toBeLessThan(1.501);
  expect(from).toBeLessThan(to);
  expect(refusalOf(so3, box)).toBeNull();
});

test("whether generators are closed and independent does not depend on their scale", () => {
  const scaled = (basis: string, factor: number) =>
    basis
      .split(";")
      .map((matrix) => matrix.split(",").map((value) => String(Number(value) * factor)))
      .join(";");
  for (const factor of [1e-6, 5e-4, Math.PI / 180 / 60, 1, 1e5]) {
    const box = (half: number, count: number) => cube(half / factor, count);
    // Rotations about two axes: the bracket turns about the third.
    const twoAxes = so3.split(";").slice(0, 2).join(";");
    expect(refusalOf(scaled(twoAxes, factor), box(0.7, 2))).toContain("generators 1 and 2 are not closed");
    for (const [basis, count] of [
      [so3, 3],
      [sl2, 3],
      ["0,-1,1,0;1,0,0,1", 2],
    ] as const) {
      expect(refusalOf(scaled(basis, factor), box(0.5, count))).toBeNull();
    }
    expect(refusalOf(`${scaled("0,-1,1,0", factor)};0,2,-2,0`, cube(1, 2))).toContain("generator 2 is a combination");
  }
});

test("a box in nine dimensions is searched too", () => {
  const gl3 = Array.from({ length: 9 }, (_, k) => new Array(9).fill(0).with(k, 1).join()).join(";");
  expect(refusalOf(gl3, cube(0.3, 9))).toBeNull();
  expect(refusalOf(gl3, cube(2, 9))).not.toBeNull();
});
