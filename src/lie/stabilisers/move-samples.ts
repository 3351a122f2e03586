import type { Group } from "../group.ts";
import type { Matrix } from "../matrix.ts";
import { shareOf } from "../membership.ts";

/**
 * Stabiliser samples of points [n, d] when every lifted element is multiplied on the left by as much of a linear map as the
 * group holds, so that elements move with their points. Finite stabilisers, all of whose elements are lifted, keep theirs.
 */
export function moveSamples(
  group: Group,
  points: ArrayLike<number>,
  samples: ArrayLike<number>,
  linear: Matrix<number>,
): number[] {
  const all = Array.from(samples);
  const { stabiliser, pointDim } = group;
  if (!stabiliser.move) return all;
  const share = shareOf(group, linear);
  const { size } = stabiliser;
  const each = (all.length / size) * (pointDim / points.length);
  return Array.from({ length: all.length / size }, (_, k) => {
    const start = pointDim * Math.floor(k / each);
    const point = Array.from({ length: pointDim }, (_, axis) => points[start + axis] as number);
    return stabiliser.move?.(all.slice(k * size, (k + 1) * size), share, { group, point }) ?? [];
  }).flat();
}
