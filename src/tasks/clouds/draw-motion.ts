import type { Config } from "../../config/schema.ts";
import { atRest, type Motion, rigidMotion } from "../../lie/motion.ts";
import { fromRotationVector, type Quaternion } from "../../lie/quaternion.ts";
import { drawQuaternion } from "../../lie/stabilisers/quaternion.ts";
import { RandomStream } from "../../random/random-stream.ts";

/** The motion of a cloud under augmentation: shift ~ N(0, 1) an axis, rotation uniform, each cloud its own. */
export function drawMotion(kind: Config["augment"], seed: number, purpose: string, index: number): Motion {
  const random = new RandomStream(seed, `motion ${kind} ${purpose}`, index);
  if (kind === "none") return atRest;
  const angle = kind === "SE2" ? 2 * Math.PI * random.uniform() : 0;
  const rotation = kind === "SE3" ? drawQuaternion(random) : fromRotationVector([0, 0, angle]);
  return rigidMotion(rotation as unknown as Quaternion<number>, [random.normal(), random.normal(), random.normal()]);
}
