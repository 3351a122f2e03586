import type { Group } from "../group.ts";
import type { Quaternion } from "../quaternion.ts";

/**
 * Stabiliser samples of points [n, d] when every lifted element is multiplied on the left by a rotation, so that elements
 * turn with their points: for groups that contain the rotations. Others, and finite stabilisers, keep theirs.
 * @param rotation unit quaternion; about z in the plane
 */
export function turnSamples(
  group: Group,
  points: ArrayLike<number>,
  samples: ArrayLike<number>,
  rotation: Quaternion<number>,
): number[] {
  const all = Array.from(samples);
  const { stabiliser, pointDim } = group;
  if (!stabiliser.turn || group.invariance.rotation !== "any") return all;
  const { size } = stabiliser;
  const each = (all.length / size) * (pointDim / points.length);
  return Array.from({ length: all.length / size }, (_, k) => {
    const start = pointDim * Math.floor(k / each);
    const point = Array.from({ length: pointDim }, (_, axis) => points[start + axis] as number);
    return stabiliser.turn?.(all.slice(k * size, (k + 1) * size), rotation, { group, point }) ?? [];
  }).flat();
}
