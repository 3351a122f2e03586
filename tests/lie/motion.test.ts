import fc from "fast-check";
import { expect, test } from "vitest";
import { followedBy, inverseMotion, type Motion, movedPoint, moveState } from "../../src/lie/motion.ts";
import { type Quaternion, rotationMatrix } from "../../src/lie/quaternion.ts";
import { linearOf, nearestSimilarity, quaternionOf, reflectionOf } from "../../src/lie/similarity.ts";

const number = fc.double({ min: -2, max: 2, noNaN: true });
const vector = fc.array(number, { minLength: 3, maxLength: 3 });
const rotation = fc.array(number, { minLength: 4, maxLength: 4 }).map((q): Quaternion<number> => {
  const size = Math.hypot(...q);
  return size > 1e-3 ? (q.map((value) => value / size) as unknown as Quaternion<number>) : [1, 0, 0, 0];
});
const similarity = fc.record({
  scale: fc.double({ min: 0.2, max: 5, noNaN: true }),
  rotation: rotation.map(rotationMatrix),
  flipped: fc.boolean(),
});
const motion = fc.tuple(similarity, vector).map(([parts, shift]): Motion => ({ linear: linearOf(parts, 3), shift }));

const expectClose = (got: readonly number[], expected: readonly number[], digits = 10) =>
  got.forEach((value, k) => {
    expect(value).toBeCloseTo(expected[k] as number, digits);
  });

test("a motion and its inverse leave a point where it was", () => {
  fc.assert(
    fc.property(motion, vector, (there, point) => {
      expectClose(movedPoint(movedPoint(point, there), inverseMotion(there)), point);
    }),
    { seed: 11 },
  );
});

test("one motion followed by another moves a point as both do", () => {
  fc.assert(
    fc.property(motion, motion, vector, (first, second, point) => {
      expectClose(movedPoint(point, followedBy(first, second)), movedPoint(movedPoint(point, first), second), 9);
    }),
    { seed: 13 },
  );
});

test("a motion scales distances, and moves momenta without shifting them", () => {
  fc.assert(
    fc.property(similarity, vector, fc.array(number, { minLength: 12, maxLength: 12 }), (parts, shift, numbers) => {
      const moved = moveState(numbers, { linear: linearOf(parts, 3), shift }, 3);
      const between = (state: ArrayLike<number>) =>
        Math.hypot(...[0, 1, 2].map((axis) => (state[axis] as number) - (state[3 + axis] as number)));
      expect(between(moved)).toBeCloseTo(parts.scale * between(numbers), 8);
      const length = (state: ArrayLike<number>) => Math.hypot(...[6, 7, 8].map((axis) => state[axis] as number));
      expect(length(moved)).toBeCloseTo(parts.scale * length(numbers), 8);
    }),
    { seed: 12 },
  );
});

test("a similarity's linear map comes apart into scale, rotation and reflection", () => {
  fc.assert(
    fc.property(similarity, (parts) => {
      const found = nearestSimilarity(linearOf(parts, 3), 3);
      expect(found.flipped).toBe(parts.flipped);
      expect(found.scale).toBeCloseTo(parts.scale, 9);
      expectClose(found.rotation, parts.rotation, 9);
      expectClose(rotationMatrix(quaternionOf(found.rotation)), parts.rotation, 9);
    }),
    { seed: 14 },
  );
  const turned = nearestSimilarity(reflectionOf(2), 2);
  expect(turned).toMatchObject({ flipped: true, scale: 1 });
});
