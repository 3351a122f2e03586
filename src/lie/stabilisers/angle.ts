import { numbers } from "../arithmetic.ts";
import { conjugate, multiply, type Quaternion, rotate, type Vector } from "../quaternion.ts";
import { type Beside, besides, type Stabiliser } from "./stabiliser.ts";

/** Evenly spaced angles with a random phase (specification 2.5), with a reflection or a scale beside each. */
export const angle = (beside?: Beside): Stabiliser => ({
  kind: "random",
  size: beside ? 2 : 1,
  draw(samples, random) {
    const phase = 2 * Math.PI * random.uniform();
    return Array.from({ length: samples }, (_, k) => [
      -Math.PI + (2 * Math.PI * (k + 1)) / samples + phase,
      ...besides(beside, random),
    ]).flat();
  },
  turn([own, ...others], rotation, { group, point }) {
    if (group.pointDim === 2) return [(own as number) + 2 * Math.atan2(rotation[3], rotation[0]), ...others];
    // An angle about the axis through the point: what the turned element, before its flip, is away from its new section.
    const turned = rotate(numbers, rotation, point as unknown as Vector<number>);
    const quaternionAt = (at: readonly number[], about: number) =>
      group.lift(numbers, at, [about, ...others.map(() => 0)], 1).slice(0, 4) as unknown as Quaternion<number>;
    const away = multiply(
      numbers,
      conjugate(numbers, quaternionAt(turned, 0)),
      multiply(numbers, rotation, quaternionAt(point, own as number)),
    );
    return [2 * Math.atan2(away[1], away[0]), ...others];
  },
  examples: [[0.7, ...(beside ? [beside.example] : [])]],
});
