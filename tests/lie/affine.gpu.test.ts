import { describe, expect, test } from "vitest";
import { gradients } from "../../src/autograd/gradients.ts";
import { multiply } from "../../src/autograd/operations/elementwise.ts";
import { groupExp, groupLog } from "../../src/autograd/operations/group-operations.ts";
import { lift, pairFeatures } from "../../src/autograd/operations/lift.ts";
import { sum } from "../../src/autograd/operations/reduce.ts";
import { affine, narrowedBox } from "../../src/lie/affine.ts";
import { numbers } from "../../src/lie/arithmetic.ts";
import type { Element, Group } from "../../src/lie/group.ts";
import { RandomStream } from "../../src/random/random-stream.ts";
import { bases, basisGroup, basisNames } from "../support/bases.ts";
import { evaluate } from "../support/gpu.ts";
import { expectClose, normals } from "../support/numbers.ts";

const POINTS = 6;

function draw(group: Group) {
  const random = new RandomStream(1, "affine");
  const points = normals(POINTS * group.pointDim, "affine points");
  const samples = Array.from({ length: POINTS }, () => group.stabiliser.draw(1, random));
  const elements = samples.map((sample, k) =>
    group.lift(numbers, points.slice(k * group.pointDim, (k + 1) * group.pointDim), sample, 1),
  );
  return { points, samples, elements };
}

describe.each(basisNames)("%s in float32", (name) => {
  const group = basisGroup(name);
  const { points, samples, elements } = draw(group);

  test("log(exp(a)) = a to 1e-5", async () => {
    const rows = elements.map((g) => group.log(g));
    const shape = [POINTS, group.algebraDim];
    const { back } = await evaluate((tape) => ({
      back: groupLog(group, groupExp(group, tape.constant(rows.flat(), shape))),
    }));
    expectClose(back, rows.flat(), 1e-5);
  });

  test("lift and pair features are those of the CPU", async () => {
    const { pairs } = await evaluate((tape) => {
      const x = tape.constant(points, [1, POINTS, group.pointDim]);
      const lifted = lift(group, x, tape.constant(samples.flat(), [1, POINTS, 9]), 1);
      return { pairs: pairFeatures({ group, samples: 1 }, lifted) };
    });
    const expected = elements.flatMap((g) => elements.flatMap((h: Element) => group.pairFeature(numbers, g, h, 1)));
    expectClose(pairs, expected, 1e-5);
  });
});

test.each(["similarities", "special linear"] as const)("positions have derivatives, %s", async (name) => {
  const group = basisGroup(name);
  const { points, samples } = draw(group);
  const weights = normals(POINTS * POINTS * group.pairDim, "affine weights");
  const { slope } = await evaluate((tape) => {
    const x = tape.constant(points, [1, POINTS, 2]);
    const lifted = lift(group, x, tape.constant(samples.flat(), [1, POINTS, 9]), 1);
    const pairs = pairFeatures({ group, samples: 1 }, lifted);
    const squares = multiply(multiply(pairs, pairs), tape.constant(weights, pairs.shape));
    const [slope] = gradients(sum(squares), [x], { differentiable: true }) as [typeof x];
    return { slope };
  });
  const value = (at: readonly number[]) => {
    const lifted = samples.map((sample, k) => group.lift(numbers, at.slice(2 * k, 2 * k + 2), sample, 1));
    const pairs = lifted.flatMap((g) => lifted.flatMap((h) => group.pairFeature(numbers, g, h, 1)));
    return pairs.reduce((total, p, k) => total + p * p * (weights[k] as number), 0);
  };
  const step = 1e-5;
  const expected = points.map((_, k) => {
    const moved = (sign: number) => points.map((v, j) => (j === k ? v + sign * step : v));
    return (value(moved(1)) - value(moved(-1))) / (2 * step);
  });
  expectClose(slope, expected, 1e-4);
  expect(slope.every(Number.isFinite)).toBe(true);
});

describe("a million pairs of the largest box have finite logarithms:", () => {
  const cube = (count: number) => new Array(count).fill("-5,5").join(";");
  test.each([
    ["sl(2)", "1,0,0,-1;0,1,0,0;0,0,1,0", cube(3)],
    ["gl(2)", "1,0,0,0;0,1,0,0;0,0,1,0;0,0,0,1", cube(4)],
    ["so(3)", bases["rotations of space"][0], cube(3)],
    ["Lorentz", bases["Lorentz group of 2 + 1"][0], cube(3)],
    ["shears", bases.shears[0], "-5000,5000"],
    ["similarities", bases.similarities[0], cube(2)],
  ])("%s", async (_, generators, box) => {
    const group = affine({ name: "custom", generators, box: narrowedBox(generators, box) as string });
    const random = new RandomStream(9, "largest box");
    const count = 1000;
    const samples = Array.from({ length: count }, () => group.stabiliser.draw(1, random)).flat();
    const points = normals(count * group.pointDim, "largest box");
    const { pairs } = await evaluate((tape) => {
      const x = tape.constant(points, [1, count, group.pointDim]);
      return { pairs: pairFeatures({ group, samples: 1 }, lift(group, x, tape.constant(samples, [1, count, 9]), 1)) };
    });
    expect(pairs.length).toBe(1e6 * group.pairDim);
    expect(pairs.findIndex((value) => !Number.isFinite(value))).toBe(-1);
  });
});
