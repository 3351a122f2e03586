import type { Config } from "../../config/schema.ts";
import { atRest, followedBy, type Motion, rigidMotion } from "../../lie/motion.ts";
import type { Quaternion } from "../../lie/quaternion.ts";
import { drawQuaternion } from "../../lie/stabilisers/quaternion.ts";
import { RandomStream } from "../../random/random-stream.ts";

/** Standard deviation of a shift, angstrom an axis. */
const SHIFT = 0.5;

/** x -> R (x + shift) */
export const shiftedThenTurned = (turn: Quaternion<number>, shift: readonly number[]): Motion =>
  followedBy(rigidMotion([1, 0, 0, 0], shift), rigidMotion(turn, [0, 0, 0]));

/** The motion of training molecule `index` (specification 7): a shift, then a rotation about the origin. */
export function augmentation({ augmented, seed }: Config, index: number): Motion {
  if (augmented === "none") return atRest;
  const random = new RandomStream(seed, "motion of a molecule", index);
  const turn = drawQuaternion(random);
  const shift = augmented === "motions" ? [0, 0, 0].map(() => SHIFT * random.normal()) : [0, 0, 0];
  return shiftedThenTurned(turn, shift);
}
