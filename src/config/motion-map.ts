import { numbers } from "../lie/arithmetic.ts";
import type { Motion } from "../lie/motion.ts";
import { fromRotationVector, rotationMatrix, scaleVector } from "../lie/quaternion.ts";
import { motionOf } from "./motion.ts";
import { orbitAxis } from "./orbit.ts";
import type { Config } from "./schema.ts";
import type { View } from "./view.ts";

/** Values of each axis of a map. */
const SIDE = 24;

/** A place of a map: its coordinates, the motion there, and how the view goes there. */
export interface Place {
  readonly x: number;
  readonly y: number;
  readonly motion: Motion;
  readonly go: Partial<View>;
}

/** Motions along two axes at once, the rest of the input's motion as it is. */
export function mapOfMotions(view: View, config: Config, [across, up]: readonly [View["axis"], View["axis"]]): Place[] {
  const [a, b] = [across, up].map((axis) => orbitAxis({ ...view, axis }, config)) as [
    ReturnType<typeof orbitAxis>,
    ReturnType<typeof orbitAxis>,
  ];
  const values = ({ values: all }: typeof a) =>
    Array.from({ length: SIDE }, (_, k) => all[Math.floor((k * all.length) / SIDE)] as number);
  return values(b).flatMap((y) =>
    values(a).map((x): Place => {
      const first = a.at(x);
      // Both may be generators, whose coordinates are one text.
      const second = orbitAxis({ ...view, ...first, axis: up }, config).at(y);
      const go = { ...first, ...second };
      return { x, y, motion: motionOf({ ...view, ...go }, config), go };
    }),
  );
}

/** Axes of a sphere, evenly. */
const AXES = 144;

/**
 * Rotations of space by one angle about axes all over the sphere, on a spiral (Fibonacci's). Coordinates are longitude and
 * latitude of the axis in degrees.
 * @param degrees the angle
 */
export function sphereOfAxes(degrees: number): Omit<Place, "go">[] {
  const turn = Math.PI * (3 - Math.sqrt(5));
  return Array.from({ length: AXES }, (_, k) => {
    const z = 1 - (2 * (k + 0.5)) / AXES;
    const longitude = k * turn;
    const flat = Math.sqrt(1 - z * z);
    const vector = scaleVector(numbers, (degrees * Math.PI) / 180, [
      flat * Math.cos(longitude),
      flat * Math.sin(longitude),
      z,
    ]);
    return {
      x: (((longitude * 180) / Math.PI + 180) % 360) - 180,
      y: (Math.asin(z) * 180) / Math.PI,
      motion: { linear: rotationMatrix(fromRotationVector(vector)), shift: [0, 0, 0] },
    };
  });
}
