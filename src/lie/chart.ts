import { numbers } from "./arithmetic.ts";
import { axisImages, type Element, type Group } from "./group.ts";
import { identity } from "./matrix.ts";
import { nearestSimilarity } from "./similarity.ts";

/** A number that tells elements apart. */
export interface Coordinate {
  readonly name: string;
  readonly range: readonly [least: number, most: number];
  readonly step: number;
  readonly unit?: string;
}

/** How far from each other two points of a cloud, which lies in the unit ball, are at most. */
const REACH = 2;

/**
 * Coordinates of lifted elements as another one sees them: where g^-1 takes their point, then those of their stabiliser
 * sample.
 */
export const chartOf = ({ pointDim, stabiliser }: Group, samples: number): Coordinate[] => [
  ...["x", "y", "z", "t"].slice(0, pointDim).map((name) => ({ name, range: [-REACH, REACH] as const, step: 0.01 })),
  ...stabiliser.dials(samples),
];

/** The lifted element with those coordinates. */
export const elementAt = ({ lift, pointDim, stabiliser }: Group, samples: number, at: readonly number[]): Element =>
  lift(numbers, at.slice(0, pointDim), stabiliser.at(at.slice(pointDim)), samples);

/**
 * Coordinates of a lifted element h, of a point, as the lifted element g sees it.
 * @returns NaN for those of a stabiliser sample that h does not tell
 */
export function coordinatesFrom(
  group: Group,
  samples: number,
  g: Element,
  { element, point }: { readonly element: Element; readonly point: readonly number[] },
): number[] {
  const back = group.inverse(g);
  const dials = group.stabiliser.dials(samples);
  const { dialsOf } = group.stabiliser;
  if (!dialsOf || group.fixesOrigin) return [...group.act(back, point), ...dials.map(() => Number.NaN)];
  const columns = axisImages(group, group.compose(back, element));
  const linear = identity(numbers).map((one, cell) => columns[cell % 3]?.[Math.floor(cell / 3)] ?? one);
  return [...group.act(back, point), ...dialsOf(linear, nearestSimilarity(linear, group.pointDim === 3 ? 3 : 2))];
}
