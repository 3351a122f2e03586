import type { Arithmetic } from "./arithmetic.ts";
import type { Element, Group } from "./group.ts";
import { se2 } from "./se2.ts";
import { words } from "./words.ts";

/** An element of SE(2) with a height in the place of its padding. */
const { unpack } = words("x", "y", "c", "s", "angle", "height");
const raised = <T>(g: readonly T[], height: T): T[] => [...g.slice(0, 5), height];
const heightOf = <T>(g: readonly T[]): T => unpack(g).height;

const pairFeature = <T>(a: Arithmetic<T>, g: readonly T[], h: readonly T[]): T[] => [
  ...se2.pairFeature(a, g, h, 1),
  a.subtract(heightOf(g), heightOf(h)),
];

/**
 * SE(2) x R, the motions of space that keep the vertical z: shifts, and rotations about it. The product of the two: logarithms
 * stand side by side. Element: [x, y, cos, sin, angle, z].
 */
export const se2R: Group = {
  ...se2,
  name: "SE2xR",
  title: "SE(2) × R: shifts of space and rotations about the vertical, random lift",
  shader: "groups/se2_r.wgsl",
  pointDim: 3,
  pairDim: 4,
  algebraDim: 4,
  invariance: { translation: true, rotation: "vertical" },
  exp: (algebra) => raised(se2.exp(algebra), algebra[3] as number),
  log: (g) => [...se2.log(g), heightOf(g)],
  compose: (a, b) => raised(se2.compose(a, b), heightOf(a) + heightOf(b)),
  inverse: (g) => raised(se2.inverse(g), -heightOf(g)),
  act: (g, x) => [...se2.act(g, x), (x[2] as number) + heightOf(g)],
  lift: (a, x, stabiliser, samples) => {
    type T = NonNullable<(typeof x)[0]>;
    return raised(se2.lift(a, x, stabiliser, samples), x[2] as T);
  },
  pairFeature,
  matrix(g: Element) {
    const { x, y, c, s, height } = unpack(g);
    return [c, -s, 0, x, s, c, 0, y, 0, 0, 1, height, 0, 0, 0, 1];
  },
};
