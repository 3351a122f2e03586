import { numbers } from "../arithmetic.ts";
import { multiply, type Quaternion } from "../quaternion.ts";
import { quaternionOf } from "../similarity.ts";
import { type Beside, besides, type Random, type Stabiliser } from "./stabiliser.ts";

/** Uniform unit quaternion. */
export function drawQuaternion(random: Random): number[] {
  const q = [random.normal(), random.normal(), random.normal(), random.normal()];
  const norm = Math.hypot(...q);
  return q.map((value) => value / norm);
}

/** Uniform rotations of space, with a reflection beside each. */
export const quaternion = (beside?: Beside): Stabiliser => ({
  kind: "random",
  size: beside ? 5 : 4,
  draw: (samples, random) =>
    Array.from({ length: samples }, () => [...drawQuaternion(random), ...besides(beside, random)]).flat(),
  move: (sample, by) => [
    ...multiply(numbers, quaternionOf(by.rotation), sample.slice(0, 4) as unknown as Quaternion<number>),
    ...(beside ? [beside.move(sample[4] as number, by)] : []),
  ],
  examples: [[0.5, 0.5, -0.5, 0.5, ...(beside ? [beside.example] : [])]],
});
