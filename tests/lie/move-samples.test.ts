import { expect, test } from "vitest";
import { numbers } from "../../src/lie/arithmetic.ts";
import type { Group } from "../../src/lie/group.ts";
import { drawMotionOf, holds, motionOutside } from "../../src/lie/membership.ts";
import { atRest, type Motion, movedPoint, rigidMotion } from "../../src/lie/motion.ts";
import { groupNamed, groups } from "../../src/lie/registry.ts";
import { moveSamples } from "../../src/lie/stabilisers/move-samples.ts";
import { RandomStream } from "../../src/random/random-stream.ts";
import { basisGroup, basisNames } from "../support/bases.ts";
import { normals } from "../support/numbers.ts";

const POINTS = 5;
const MOTIONS = 8;

/** Groups of the plane and of space, which are all that a config may choose. */
const all = [...groups.filter(({ pointDim }) => pointDim > 1), ...basisNames.map(basisGroup)].map(
  (group) => [`${group.name} ${group.pairDim}`, group] as const,
);

const samplesOf = (group: Group) =>
  group.stabiliser.kind === "trivial" ? 1 : (group.samplesMultiple ?? (group.stabiliser.kind === "finite" ? 4 : 3));

/** Pair features of all elements with all, of points and their samples. */
function pairs(group: Group, points: number[], drawn: readonly number[], samples: number): number[][] {
  const { pointDim } = group;
  const { size } = group.stabiliser;
  const lifted = Array.from({ length: POINTS * samples }, (_, k) => {
    const start = Math.floor(k / samples) * pointDim;
    return group.lift(numbers, points.slice(start, start + pointDim), drawn.slice(k * size, (k + 1) * size), samples);
  });
  return lifted.flatMap((g) => lifted.map((h) => group.pairFeature(numbers, g, h, samples)));
}

function movedBy(group: Group, points: number[], motion: Motion): number[] {
  return Array.from({ length: POINTS }, (_, k) =>
    movedPoint(points.slice(k * group.pointDim, (k + 1) * group.pointDim), motion),
  ).flat();
}

/** The largest difference of pair features; where all elements are lifted, which is which does not matter. */
function change(group: Group, points: number[], motion: Motion, random: RandomStream): number {
  const samples = samplesOf(group);
  const drawn = Array.from({ length: POINTS }, () => group.stabiliser.draw(samples, random)).flat();
  const before = pairs(group, points, drawn, samples);
  const after = pairs(group, movedBy(group, points, motion), moveSamples(group, points, drawn, motion.linear), samples);
  const key = (pair: number[]) => pair.map((value) => value.toFixed(6).replace("-0.000000", "0.000000")).join();
  if (group.stabiliser.kind === "finite") {
    const [sorted, other] = [before.map(key).sort(), after.map(key).sort()];
    return sorted.filter((pair, k) => pair !== other[k]).length / sorted.length;
  }
  const differences = before.flatMap((pair, k) => {
    // A half turn may come out either way round.
    if (Math.abs(group.rotationAngle(pair) - Math.PI) < 1e-5) return [];
    return pair.map((value, c) => Math.abs(value - (after[k]?.[c] as number)));
  });
  return Math.max(...differences);
}

test.each(all)("%s: its own motions leave every pair feature as it was when samples move along", (_, group) => {
  const random = new RandomStream(5, "own motions");
  for (let k = 0; k < MOTIONS; k++) {
    const motion = drawMotionOf(group, samplesOf(group), random);
    expect(holds(group, samplesOf(group), motion)).toBe(true);
    expect(change(group, normals(POINTS * group.pointDim, `own ${k}`), motion, random)).toBeLessThan(1e-5);
  }
});

test.each(all)("%s: a motion that it lacks changes pair features", (_, group) => {
  const outside = motionOutside(group, samplesOf(group));
  if (!outside) throw new Error("there is none");
  const random = new RandomStream(6, "outside");
  expect(change(group, normals(POINTS * group.pointDim, "outside"), outside.motion, random)).toBeGreaterThan(1e-2);
});

test("every group holds the identity, and what is outside is named", () => {
  for (const [, group] of all) expect(holds(group, samplesOf(group), atRest)).toBe(true);
  expect(motionOutside(groupNamed("T2"), 1)?.name).toBe("turn");
  expect(motionOutside(groupNamed("SE2"), 1)?.name).toBe("mirror image");
  expect(motionOutside(groupNamed("E2"), 1)?.name).toBe("stretch");
  expect(motionOutside(groupNamed("SO2"), 1)?.name).toBe("shift");
});

test("a grid holds its own turns alone, and a half turn belongs to a group of similarities of one's own", () => {
  const turn = (degrees: number) =>
    rigidMotion([Math.cos((degrees * Math.PI) / 360), 0, 0, Math.sin((degrees * Math.PI) / 360)], [0, 0, 0]);
  const grid = groupNamed("SE2grid");
  expect(holds(grid, 4, turn(90))).toBe(true);
  expect(holds(grid, 4, turn(45))).toBe(false);
  expect(holds(grid, 8, turn(45))).toBe(true);
  expect(holds(basisGroup("similarities"), 1, turn(180))).toBe(true);
  expect(holds(basisGroup("shears"), 1, turn(180))).toBe(false);
});
