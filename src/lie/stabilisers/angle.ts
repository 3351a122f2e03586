import { numbers } from "../arithmetic.ts";
import { mapped } from "../motion.ts";
import { conjugate, multiply, type Quaternion, quaternionAt } from "../quaternion.ts";
import { quaternionOf } from "../similarity.ts";
import { type Beside, besides, dialBeside, flip, type Stabiliser, turnDial } from "./stabiliser.ts";

/** Half a turn about z. */
const HALF_TURN: Quaternion<number> = [0, 0, 0, 1];

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
  move([own, other], by, { group, point }) {
    const next = beside ? [beside.move(other as number, by)] : [];
    const { rotation, flipped } = by;
    // R(a) F R(b) = R(a - b) F.
    if (!group.fixesOrigin || group.pointDim === 2) {
      const turn = Math.atan2(rotation[3] as number, rotation[0] as number);
      return [flipped ? turn - (own as number) : turn + (own as number), ...next];
    }
    // Of rotations about the origin it is an angle about the axis through the point: what the turned element, before its flip, is away from its new section.
    const sectionAt = (at: readonly number[], about: number) =>
      quaternionAt(group.lift(numbers, at, [about, ...next.map(() => 0)], 1));
    const turned = multiply(numbers, quaternionOf(rotation), sectionAt(point, own as number));
    const away = multiply(
      numbers,
      conjugate(numbers, sectionAt(mapped(point, by.linear), 0)),
      // An inversion takes the point to the other side, where O(3) has half a turn about z beside it.
      beside === flip && flipped ? multiply(numbers, turned, HALF_TURN) : turned,
    );
    return [2 * Math.atan2(away[1], away[0]), ...next];
  },
  dials: () => [turnDial("Angle"), ...dialBeside(beside)],
  at: ([degrees, ...rest]) => [((degrees as number) * Math.PI) / 180, ...rest],
  dialsOf: (_, nearest) => {
    const [c, , , s] = nearest.rotation as [number, number, number, number];
    return [(Math.atan2(s, c) * 180) / Math.PI, ...(beside ? [beside.of(nearest)] : [])];
  },
  examples: [[0.7, ...(beside ? [beside.example] : [])]],
});
