import fc from "fast-check";
import { expect, test } from "vitest";
import type { Quaternion } from "../../src/lie/quaternion.ts";
import { inverseMotion, type Motion, movedPoint, moveState } from "../../src/lie/rigid-motion.ts";

const number = fc.double({ min: -2, max: 2, noNaN: true });

const motion = fc
  .tuple(fc.array(number, { minLength: 4, maxLength: 4 }), fc.array(number, { minLength: 3, maxLength: 3 }))
  .map(([q, shift]): Motion => {
    const size = Math.hypot(...q) || 1;
    const [w = 1, x = 0, y = 0, z = 0] = size > 1e-3 ? q.map((value) => value / size) : [1, 0, 0, 0];
    return { rotation: [w, x, y, z] as Quaternion<number>, shift };
  });

test("a motion and its inverse leave a point where it was", () => {
  fc.assert(
    fc.property(motion, fc.array(number, { minLength: 3, maxLength: 3 }), (there, point) => {
      const back = movedPoint(movedPoint(point, there), inverseMotion(there));
      back.forEach((value, axis) => {
        expect(value).toBeCloseTo(point[axis] as number, 12);
      });
    }),
    { seed: 11 },
  );
});

test("a motion keeps distances, and turns momenta without shifting them", () => {
  fc.assert(
    fc.property(motion, fc.array(number, { minLength: 12, maxLength: 12 }), (there, numbers) => {
      const moved = moveState(numbers, there, 3);
      const between = (state: ArrayLike<number>) =>
        Math.hypot(...[0, 1, 2].map((axis) => (state[axis] as number) - (state[3 + axis] as number)));
      expect(between(moved)).toBeCloseTo(between(numbers), 10);
      const length = (state: ArrayLike<number>) => Math.hypot(...[6, 7, 8].map((axis) => state[axis] as number));
      expect(length(moved)).toBeCloseTo(length(numbers), 10);
    }),
    { seed: 12 },
  );
});
