import { atRest, type Motion, rigidMotion } from "../../lie/motion.ts";
import { fromRotationVector } from "../../lie/quaternion.ts";
import { drawQuaternion } from "../../lie/stabilisers/quaternion.ts";
import { RandomStream } from "../../random/random-stream.ts";
import type { TestSet } from "./test-sets.ts";

/** The motion of a cloud of a test set, or under augmentation: shift ~ N(0, 1) an axis, rotation uniform, each cloud its own. */
export function drawMotion(kind: TestSet | "none", seed: number, purpose: string, index: number): Motion {
  const random = new RandomStream(seed, `motion ${kind} ${purpose}`, index);
  if (kind === "none" || kind === "D") return atRest;
  const angle = kind === "SE2" ? 2 * Math.PI * random.uniform() : 0;
  const rotation = kind === "SE3" || kind === "SO3" ? drawQuaternion(random) : fromRotationVector([0, 0, angle]);
  if (kind === "SO3") return rigidMotion(rotation, [0, 0, 0]);
  return rigidMotion(rotation, [random.normal(), random.normal(), random.normal()]);
}
