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
  // Rotations multiply and indices add; the pair feature takes them modulo S.
  compose: (a, b) => {
    const [x, y] = se2.act(a, [b[0] as number, b[1] as number]);
    const [c, s, i] = [a[2] as number, a[3] as number, a[4] as number];
    const [d, t, k] = [b[2] as number, b[3] as number, b[4] as number];
    return [x, y, c * d - s * t, s * d + c * t, i + k, 0];
  },
  inverse: (g) => {
    const [x, y, c, s, k] = g as unknown as [number, number, number, number, number];
    return [-(c * x + s * y), s * x - c * y, c, -s, -k, 0];
  },
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
