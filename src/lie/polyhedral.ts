import { numbers } from "./arithmetic.ts";
import type { Group } from "./group.ts";
import { multiply, type Quaternion } from "./quaternion.ts";
import { relativeMotion, se3 } from "./se3.ts";
import { solid as allOf } from "./stabilisers/finite.ts";

/** All products of the generators, one unit quaternion a rotation. */
function generate(generators: readonly Quaternion<number>[]): Quaternion<number>[] {
  const found: Quaternion<number>[] = [[1, 0, 0, 0]];
  const same = (p: Quaternion<number>, q: Quaternion<number>) =>
    Math.abs(Math.abs(p.reduce((sum, value, k) => sum + value * (q[k] as number), 0)) - 1) < 1e-9;
  for (const known of found) {
    for (const generator of generators) {
      const product = multiply(numbers, generator, known);
      if (!found.some((other) => same(other, product))) found.push(product);
    }
  }
  return found;
}

/** Rotation by a whole part of a turn about an axis. */
function turn(parts: number, axis: readonly [number, number, number]): Quaternion<number> {
  const half = Math.PI / parts;
  const factor = Math.sin(half) / Math.hypot(...axis);
  return [Math.cos(half), factor * axis[0], factor * axis[1], factor * axis[2]];
}

const GOLDEN = (1 + Math.sqrt(5)) / 2;
const threefold = turn(3, [1, 1, 1]);

/**
 * T(3) with the rotations of a solid: every point is lifted to all of them, so equivariance is exact. Pair feature: the
 * relative position and two columns of the relative rotation matrix, which know no sign. Element: that of SE(3).
 */
function polyhedral(name: string, solid: string, generators: readonly Quaternion<number>[]): Group {
  const rotations = generate(generators);
  return {
    ...se3,
    name,
    title: `T(3) with the ${rotations.length} rotations of the ${solid}`,
    shader: "groups/polyhedral.wgsl",
    pairDim: 9,
    algebraDim: 0,
    stabiliser: allOf(rotations),
    samplesMultiple: rotations.length,
    invariance: { translation: true, rotation: "grid" },
    pairFeature: (a, g, h) => {
      const { rotation, translation } = relativeMotion(a, g, h);
      const [w, x, y, z] = rotation;
      const twice = (p: typeof w, q: typeof w) => a.multiply(a.constant(2), a.multiply(p, q));
      const oneLess = (p: typeof w, q: typeof w) => a.subtract(a.constant(1), a.add(twice(p, p), twice(q, q)));
      return [
        ...translation,
        oneLess(y, z),
        a.add(twice(x, y), twice(w, z)),
        a.subtract(twice(x, z), twice(w, y)),
        a.subtract(twice(x, y), twice(w, z)),
        oneLess(x, z),
        a.add(twice(y, z), twice(w, x)),
      ];
    },
  };
}

export const tetrahedral = polyhedral("T3xTetra", "tetrahedron", [threefold, turn(2, [0, 0, 1])]);
export const octahedral = polyhedral("T3xOcta", "octahedron", [threefold, turn(4, [0, 0, 1])]);
export const icosahedral = polyhedral("T3xIcosa", "icosahedron", [threefold, turn(5, [0, 1, GOLDEN])]);
