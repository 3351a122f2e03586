import { scaled } from "./arithmetic.ts";
import type { Group } from "./group.ts";
import { se2, unrotate } from "./se2.ts";
import { grid } from "./stabilisers/finite.ts";
import { words } from "./words.ts";

const { unpack, pack } = words("x", "y", "c", "s", "index", "padding");

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
    const [g, h] = [unpack(a), unpack(b)];
    const [c, s] = [g.c * h.c - g.s * h.s, g.s * h.c + g.c * h.s];
    return pack({ x, y, c, s, index: g.index + h.index, padding: 0 });
  },
  inverse: (g) => {
    const { x, y, c, s, index } = unpack(g);
    return pack({ x: -(c * x + s * y), y: s * x - c * y, c, s: -s, index: -index, padding: 0 });
  },
  lift: (a, [x, y], [index], samples) => {
    type T = NonNullable<typeof x>;
    const angle = scaled(a, (2 * Math.PI) / samples, index as T);
    const turn = { c: a.cos(angle), s: a.sin(angle), index: index as T };
    return pack({ x: x as T, y: y as T, ...turn, padding: a.constant(0) });
  },
  pairFeature: (a, g, h, samples) => {
    const [own, other] = [unpack(g), unpack(h)];
    const step = a.subtract(other.index, own.index);
    // Rounded down: a step is a whole number, which half a step keeps clear of the boundary.
    const turns = a.round(scaled(a, 1 / samples, a.subtract(step, a.constant((samples - 1) / 2))));
    const place = unrotate(a, own.c, own.s, a.subtract(other.x, own.x), a.subtract(other.y, own.y));
    return [...place, a.subtract(step, scaled(a, samples, turns))];
  },
};
