import { scaled } from "./arithmetic.ts";
import type { Group } from "./group.ts";
import { se2, unrotate } from "./se2.ts";
import { grid } from "./stabilisers/finite.ts";

type Five<T> = [x: T, y: T, c: T, s: T, index: T];
const wordsOf = <T>(g: readonly T[]): Five<T> => g as unknown as Five<T>;

/** SE(2) lifted to S fixed angles 2 pi k / S (specification 2.6). Element: [x, y, cos, sin, k, padding]. */
export const se2Grid: Group = {
  ...se2,
  name: "SE2grid",
  title: "T(2) with C_S: a grid of S rotations",
  shader: "groups/se2_grid.wgsl",
  algebraDim: 0,
  stabiliser: grid,
  invariance: { translation: true, rotation: "grid" },
  // Rotations multiply and indices add; the pair feature takes them modulo S.
  compose: (a, b) => {
    const [x, y] = se2.act(a, b.slice(0, 2)) as [number, number];
    const [, , c, s, i] = wordsOf(a);
    const [, , d, t, k] = wordsOf(b);
    return [x, y, c * d - s * t, s * d + c * t, i + k, 0];
  },
  inverse: (g) => {
    const [x, y, c, s, k] = wordsOf(g);
    return [-(c * x + s * y), s * x - c * y, c, -s, -k, 0];
  },
  lift: (a, [x, y], [index], samples) => {
    type T = NonNullable<typeof x>;
    const angle = scaled(a, (2 * Math.PI) / samples, index as T);
    return [x as T, y as T, a.cos(angle), a.sin(angle), index as T, a.constant(0)];
  },
  pairFeature: (a, g, h, samples) => {
    const [gx, gy, c, s, i] = wordsOf(g);
    const [hx, hy, , , k] = wordsOf(h);
    const step = a.subtract(k, i);
    // Rounded down: a step is a whole number, which half a step keeps clear of the boundary.
    const turns = a.round(scaled(a, 1 / samples, a.subtract(step, a.constant((samples - 1) / 2))));
    return [...unrotate(a, c, s, a.subtract(hx, gx), a.subtract(hy, gy)), a.subtract(step, scaled(a, samples, turns))];
  },
};
