import type { Group } from "./group.ts";
import { trivial } from "./stabilisers/finite.ts";

/** T(n), translations of n-space (specification 2.1). Element: the vector; exp and log are the identity. */
function translations(dimension: 1 | 2 | 3): Group {
  return {
    name: `T${dimension}`,
    title: `T(${dimension}): translations`,
    shader: "groups/translations.wgsl",
    pointDim: dimension,
    pairDim: dimension,
    elementSize: dimension,
    algebraDim: dimension,
    stabiliser: trivial,
    invariance: { translation: true, rotation: "none" },
    exp: (algebra) => [...algebra],
    log: (g) => [...g],
    compose: (a, b) => a.map((value, k) => value + (b[k] as number)),
    inverse: (g) => g.map((value) => -value),
    act: (g, x) => x.map((value, k) => value + (g[k] as number)),
    lift: (_, x) => [...x],
    pairFeature: (a, g, h) => g.map((value, k) => a.subtract(value, h[k] as typeof value)),
    matrix: (g) =>
      Array.from({ length: (dimension + 1) ** 2 }, (_, k) => {
        const [row, column] = [Math.floor(k / (dimension + 1)), k % (dimension + 1)];
        if (column === dimension && row < dimension) return g[row] as number;
        return row === column ? 1 : 0;
      }),
    rotationAngle: () => 0,
  };
}

export const t1 = translations(1);
export const t2 = translations(2);
export const t3 = translations(3);
