import type { Group } from "./group.ts";
import { se2 } from "./se2.ts";

/** SE(2) lifted to S fixed angles 2 pi k / S (specification 2.6). Element: [x, y, cos, sin, k, padding]. */
export const se2Grid: Group = {
  ...se2,
  name: "SE2grid",
  title: "T(2) with C_S: a grid of S rotations",
  shader: "groups/se2_grid.wgsl",
  algebraDim: 0,
  stabiliser: "grid",
  invariance: { translation: true, rotation: "grid" },
  lift: (x, _, k, samples) => {
    const angle = (2 * Math.PI * k) / samples;
    return [x[0], x[1], Math.cos(angle), Math.sin(angle), k, 0];
  },
  pairFeature: (a, b, samples) => {
    const [dx, dy] = [(b[0] as number) - (a[0] as number), (b[1] as number) - (a[1] as number)];
    const [c, s] = [a[2] as number, a[3] as number];
    const step = (b[4] as number) - (a[4] as number);
    return [c * dx + s * dy, c * dy - s * dx, ((step % samples) + samples) % samples];
  },
};
