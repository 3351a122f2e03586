import type { Group } from "./group.ts";

/** T(2), translations of the plane (specification 2.1). Element: [x, y]. */
export const t2: Group = {
  name: "T2",
  title: "T(2): translations",
  shader: "groups/t2.wgsl",
  pairDim: 2,
  elementSize: 2,
  algebraDim: 2,
  stabiliser: "trivial",
  invariance: { translation: true, rotation: "none" },
  exp: (a) => [...a],
  log: (g) => [...g],
  compose: ([ax, ay], [bx, by]) => [(ax as number) + (bx as number), (ay as number) + (by as number)],
  inverse: ([x, y]) => [-(x as number), -(y as number)],
  act: ([x, y], p) => [p[0] + (x as number), p[1] + (y as number)],
  lift: (x) => [...x],
  pairFeature: (a, b) => [(a[0] as number) - (b[0] as number), (a[1] as number) - (b[1] as number)],
  matrix: ([x, y]) => [1, 0, x as number, 0, 1, y as number, 0, 0, 1],
};
