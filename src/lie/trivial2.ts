import type { Group } from "./group.ts";
import { t2 } from "./t2.ts";

/** No symmetry, in the plane (specification 2.11): the pair feature is both positions. Element: [x, y]. */
export const trivial2: Group = {
  ...t2,
  name: "Trivial2",
  title: "No symmetry: absolute positions",
  shader: "groups/trivial2.wgsl",
  pairDim: 4,
  invariance: { translation: false, rotation: "none" },
  pairFeature: (a, b) => [...a, ...b],
};
