import { scaled } from "./arithmetic.ts";
import { e2, relativeFlipped } from "./e2.ts";
import type { Group } from "./group.ts";
import { grid } from "./stabilisers/finite.ts";

/**
 * T(2) with the dihedral group D_n, S = 2 n: every point is lifted to all n rotations, each with and without the
 * reflection of y, so equivariance is exact. Pair feature: the relative position, the relative rotation in steps of
 * 2 pi / n, modulo n, and whether the two differ by a reflection. Element: that of E(2).
 */
export const dihedral: Group = {
  ...e2,
  name: "T2xD",
  title: "T(2) with D_n: a grid of S/2 rotations and their reflections",
  shader: "groups/dihedral.wgsl",
  algebraDim: 0,
  stabiliser: grid,
  samplesMultiple: 2,
  invariance: { translation: true, rotation: "grid" },
  lift: (a, [x, y], [index], samples) => {
    type T = NonNullable<typeof x>;
    const n = samples / 2;
    const flip = a.greater(index as T, a.constant(n - 0.5));
    const angle = scaled(a, (2 * Math.PI) / n, a.subtract(index as T, scaled(a, n, flip)));
    return [x as T, y as T, a.cos(angle), a.sin(angle), angle, flip];
  },
  pairFeature: (a, g, h, samples) => {
    const n = samples / 2;
    const { x, y, angle, flip } = relativeFlipped(a, g, h);
    const step = a.round(scaled(a, n / (2 * Math.PI), angle));
    // Rounded down: steps are whole numbers, which half a step keeps clear of the boundary.
    const turns = a.round(scaled(a, 1 / n, a.subtract(step, a.constant((n - 1) / 2))));
    return [x, y, a.subtract(step, scaled(a, n, turns)), flip];
  },
};
