import { quat } from "gl-matrix";
import { numbers } from "../lie/arithmetic.ts";
import { combination, exponentialMap, identity, type Matrix, product } from "../lie/matrix.ts";
import type { Motion } from "../lie/motion.ts";
import { rotationMatrix } from "../lie/quaternion.ts";
import { groupOf } from "../lie/registry.ts";
import { uniformScale } from "../lie/similarity.ts";
import { coordinatesOf } from "./coordinates.ts";
import { lifts } from "./models.ts";
import type { Config } from "./schema.ts";
import { dimensionOf } from "./tasks.ts";
import type { View } from "./view.ts";

const DEGREE = Math.PI / 180;
const axes = { rotate: [0, 0, 1], yaw: [0, 1, 0], pitch: [1, 0, 0] } as const;

/** What the view's motion is made of. */
export type MotionView = Pick<View, "rotate" | "yaw" | "pitch" | "x" | "y" | "z" | "mirror" | "scale" | "along">;

/** Pitch, then yaw, then rotation, as a unit quaternion [x, y, z, w]; in the plane rotation alone. */
export function rotationOf(
  view: Pick<View, "rotate" | "yaw" | "pitch">,
  dimension: 2 | 3,
): [x: number, y: number, z: number, w: number] {
  // gl-matrix fills any list of four; its own holds single precision.
  const about = (name: keyof typeof axes): quat => quat.setAxisAngle([0, 0, 0, 1], axes[name], view[name] * DEGREE);
  const q = about("rotate");
  if (dimension === 3) {
    quat.multiply(q, q, about("yaw"));
    quat.multiply(q, q, about("pitch"));
  }
  return [q[0], q[1], q[2], q[3]];
}

/** Generators that the visitor moves along: those of a group that is given by them. */
export const generatorsOf = (config: Config): readonly Matrix<number>[] =>
  (lifts(config) && groupOf(config).generators) || [];

const MIRROR: Matrix<number> = [1, 0, 0, 0, -1, 0, 0, 0, 1];

/** The motion a view shows: along generators, mirrored, scaled, turned, shifted, in this order. */
export function motionOf(view: MotionView, config: Config): Motion {
  const dimension = dimensionOf(config);
  const generators = generatorsOf(config);
  const [x, y, z, w] = rotationOf(view, dimension);
  const linear = [
    rotationMatrix([w, x, y, z]),
    uniformScale(view.scale, dimension),
    view.mirror === "yes" ? MIRROR : identity(numbers),
    ...(generators.length > 0
      ? [exponentialMap(numbers, combination(coordinatesOf(view.along, generators.length), generators))]
      : []),
  ].reduce((a, b) => product(numbers, a, b));
  return { linear, shift: [view.x, view.y, dimension === 3 ? view.z : 0] };
}

/** The view's angles of a rotation [x, y, z, w], degrees. */
export function anglesOf([x, y, z, w]: readonly [number, number, number, number]): Pick<
  View,
  "rotate" | "yaw" | "pitch"
> {
  // Of R = Rz Ry Rx: sin(yaw) = -R31, tan(rotation) = R21 / R11, tan(pitch) = R32 / R33.
  const sine = Math.min(1, Math.max(-1, 2 * (w * y - x * z)));
  // With yaw at a right angle pitch and rotation turn about one axis: R12 and R22 tell their sum, or difference.
  if (Math.abs(sine) > 1 - 1e-9) {
    return {
      rotate: Math.atan2(2 * (w * z - x * y), 1 - 2 * (x * x + z * z)) / DEGREE,
      yaw: Math.sign(sine) * 90,
      pitch: 0,
    };
  }
  return {
    rotate: Math.atan2(2 * (x * y + w * z), 1 - 2 * (y * y + z * z)) / DEGREE,
    yaw: Math.asin(sine) / DEGREE,
    pitch: Math.atan2(2 * (y * z + w * x), 1 - 2 * (x * x + y * y)) / DEGREE,
  };
}
