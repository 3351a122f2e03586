import { numbers } from "../arithmetic.ts";
import {
  fromRotationVector,
  multiply,
  type Quaternion,
  quaternionAt,
  rotationVector,
  vectorAt,
} from "../quaternion.ts";
import { quaternionOf } from "../similarity.ts";
import { type Beside, besides, dialBeside, type Random, type Stabiliser, turnDial } from "./stabiliser.ts";

/** Uniform unit quaternion. */
export function drawQuaternion(random: Random): Quaternion<number> {
  const q = [random.normal(), random.normal(), random.normal(), random.normal()];
  const norm = Math.hypot(...q);
  return quaternionAt(q.map((value) => value / norm));
}

/** Uniform rotations of space, with a reflection beside each. */
export const quaternion = (beside?: Beside): Stabiliser => ({
  kind: "random",
  size: beside ? 5 : 4,
  draw: (samples, random) =>
    Array.from({ length: samples }, () => [...drawQuaternion(random), ...besides(beside, random)]).flat(),
  move: (sample, by) => [
    ...multiply(numbers, quaternionOf(by.rotation), quaternionAt(sample)),
    ...(beside ? [beside.move(sample[4] as number, by)] : []),
  ],
  dials: () => [turnDial("Turn x"), turnDial("Turn y"), turnDial("Turn z"), ...dialBeside(beside)],
  at: ([x, y, z, ...rest]) => {
    const turn = [x, y, z].map((degrees) => ((degrees as number) * Math.PI) / 180);
    return [...fromRotationVector(vectorAt(turn)), ...rest];
  },
  dialsOf: (_, nearest) => [
    ...rotationVector(numbers, quaternionOf(nearest.rotation)).map((angle) => (angle * 180) / Math.PI),
    ...(beside ? [beside.of(nearest)] : []),
  ],
  examples: [[0.5, 0.5, -0.5, 0.5, ...(beside ? [beside.example] : [])]],
});
