import { numbers } from "./arithmetic.ts";
import type { Group } from "./group.ts";
import type { Random } from "./stabilisers/stabiliser.ts";

/** Draws before giving up. */
const MOST_DRAWS = 100;

/** Points of one cloud, [n, d], those present, and lift samples a point. */
interface Cloud {
  readonly points: ArrayLike<number>;
  readonly mask: ArrayLike<number>;
  readonly samples: number;
}

/** Length of the longest pair feature between lifted elements of points that are present. */
function longestPair(group: Group, { points, mask, samples }: Cloud, drawn: readonly number[]): number {
  const { pointDim } = group;
  const size = group.stabiliser.size;
  const elements = Array.from({ length: mask.length * samples }, (_, k) => {
    const point = Math.floor(k / samples);
    const x = Array.from({ length: pointDim }, (_, axis) => points[point * pointDim + axis] as number);
    return mask[point] ? group.lift(numbers, x, drawn.slice(k * size, (k + 1) * size), samples) : null;
  }).filter((element) => element !== null);
  let longest = 0;
  for (const g of elements) {
    for (const h of elements) longest = Math.max(longest, Math.hypot(...group.pairFeature(numbers, g, h, samples)));
  }
  return longest;
}

/**
 * Stabiliser samples of a whole cloud, all drawn again until no pair feature is longer than `bound` (specification 2.12,
 * `max_sample_norm`); a bound of 0 is none.
 * @param streams a fresh stream for each draw
 * @throws RangeError if a hundred draws do not meet the bound, or the lift has nothing to draw
 */
export function drawBounded(group: Group, cloud: Cloud, bound: number, streams: (draw: number) => Random): number[] {
  let shortest = Number.POSITIVE_INFINITY;
  for (let draw = 0; draw < MOST_DRAWS; draw++) {
    const random = streams(draw);
    const drawn = Array.from({ length: cloud.mask.length }, () => group.stabiliser.draw(cloud.samples, random)).flat();
    if (bound === 0) return drawn;
    shortest = Math.min(shortest, longestPair(group, cloud, drawn));
    if (shortest <= bound) return drawn;
    if (group.stabiliser.kind !== "random") break;
  }
  const tried = group.stabiliser.kind === "random" ? `${MOST_DRAWS} lifts of a cloud` : "The only lift of a cloud";
  throw new RangeError(
    `${tried} had a pair feature longer than the bound ${bound}; the shortest longest was ${shortest.toPrecision(3)}. Raise the bound on pairs above it.`,
  );
}
