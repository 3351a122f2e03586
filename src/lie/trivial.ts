import type { Group } from "./group.ts";
import { t2, t3 } from "./translations.ts";

/** No symmetry (specification 2.11): the pair feature is both positions. Element: the position. */
function trivial(base: Group): Group {
  return {
    ...base,
    name: `Trivial${base.pointDim}`,
    title: `No symmetry: absolute positions in ${base.pointDim} dimensions`,
    shader: "groups/trivial.wgsl",
    pairDim: 2 * base.pointDim,
    invariance: { translation: false, rotation: "none" },
    // An element tells which orbit its point is: it moves nothing.
    act: (_, x) => [...x],
    pairFeature: (_, g, h) => [...g, ...h],
  };
}

export const trivial2 = trivial(t2);
export const trivial3 = trivial(t3);
