import { quat } from "gl-matrix";
import type { View } from "../config/view.ts";
import type { Motion } from "../lie/rigid-motion.ts";

const DEGREE = Math.PI / 180;
const axes = { rotate: [0, 0, 1], yaw: [0, 1, 0], pitch: [1, 0, 0] } as const;

/** The motion a view shows: pitch, then yaw, then rotation, then the shift; in the plane rotation and shift alone. */
export function motionOf(view: Pick<View, "rotate" | "yaw" | "pitch" | "x" | "y" | "z">, dimension: 2 | 3): Motion {
  const about = (name: keyof typeof axes) => quat.setAxisAngle(quat.create(), axes[name], view[name] * DEGREE);
  const q = about("rotate");
  if (dimension === 3) {
    quat.multiply(q, q, about("yaw"));
    quat.multiply(q, q, about("pitch"));
  }
  return { rotation: [q[3], q[0], q[1], q[2]], shift: [view.x, view.y, dimension === 3 ? view.z : 0] };
}

/** The view's angles of a rotation [x, y, z, w], degrees. */
export function anglesOf([x, y, z, w]: readonly [number, number, number, number]): Pick<
  View,
  "rotate" | "yaw" | "pitch"
> {
  // Of R = Rz Ry Rx: sin(yaw) = -R31, tan(rotation) = R21 / R11, tan(pitch) = R32 / R33.
  const sine = Math.min(1, Math.max(-1, 2 * (w * y - x * z)));
  return {
    rotate: Math.atan2(2 * (x * y + w * z), 1 - 2 * (y * y + z * z)) / DEGREE,
    yaw: Math.asin(sine) / DEGREE,
    pitch: Math.atan2(2 * (y * z + w * x), 1 - 2 * (x * x + y * y)) / DEGREE,
  };
}
