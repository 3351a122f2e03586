import { quadraticCoefficient } from "./angles.ts";
import { type Arithmetic, dot, numbers, scaled } from "./arithmetic.ts";
import type { Element, Group } from "./group.ts";
import {
  addVectors,
  conjugate,
  cross,
  fromRotationVector,
  multiply,
  type Quaternion,
  rotate,
  rotationMatrix,
  rotationVector,
  scaleVector,
  subtractVectors,
  type Vector,
} from "./quaternion.ts";
import { quaternion } from "./stabilisers/quaternion.ts";

export const rotationOf = <T>(g: readonly T[]): Quaternion<T> => g.slice(0, 4) as unknown as Quaternion<T>;
const translationOf = <T>(g: readonly T[]): Vector<T> => g.slice(4, 7) as unknown as Vector<T>;

const element = (q: Quaternion<number>, t: Vector<number>): Element => [...q, ...t, 0];

/** Rotation and translation of h^-1 g. */
export function relativeMotion<T>(
  a: Arithmetic<T>,
  g: readonly T[],
  h: readonly T[],
): { rotation: Quaternion<T>; translation: Vector<T> } {
  const back = conjugate(a, rotationOf(h));
  const difference = subtractVectors(a, translationOf(g), translationOf(h));
  return { rotation: multiply(a, back, rotationOf(g)), translation: rotate(a, back, difference) };
}

/** [w, u], u = (I - K/2 + Q K^2) t (specification 2.9). */
function logOf<T>(a: Arithmetic<T>, q: Quaternion<T>, t: Vector<T>): T[] {
  const w = rotationVector(a, q);
  const once = cross(a, w, t);
  const twice = cross(a, w, once);
  const factor = quadraticCoefficient(a, dot(a, w, w));
  const u = addVectors(
    a,
    subtractVectors(a, t, once.map((value) => scaled(a, 0.5, value)) as unknown as Vector<T>),
    scaleVector(a, factor, twice),
  );
  return [...w, ...u];
}

/** t = V u, V = I + B K + C K^2, B = (1 - cos x) / x^2, C = (x - sin x) / x^3. */
function exp(algebra: readonly number[]): Element {
  const w = algebra.slice(0, 3) as unknown as Vector<number>;
  const u = algebra.slice(3, 6) as unknown as Vector<number>;
  const x = Math.hypot(...w);
  const y = x * x;
  const half = Math.sin(x / 2);
  const b = x < 0.1 ? 1 / 2 - y / 24 + y ** 2 / 720 - y ** 3 / 40320 + y ** 4 / 3628800 : (2 * half * half) / y;
  const c =
    x < 0.1 ? 1 / 6 - y / 120 + y ** 2 / 5040 - y ** 3 / 362880 + y ** 4 / 39916800 : (x - Math.sin(x)) / (x * y);
  const once = cross(numbers, w, u);
  const twice = cross(numbers, w, once);
  const bent = addVectors(numbers, scaleVector(numbers, b, once), scaleVector(numbers, c, twice));
  return element(fromRotationVector(w), addVectors(numbers, u, bent));
}

/**
 * SE(3), rotations and translations of space (specification 2.9). The stabiliser of the origin is SO(3); a sample is a
 * unit quaternion. Element: [quaternion, translation, padding].
 */
export const se3: Group = {
  name: "SE3",
  title: "SE(3): rotations and translations of space",
  shader: "groups/se3.wgsl",
  pointDim: 3,
  pairDim: 6,
  elementSize: 8,
  algebraDim: 6,
  stabiliser: quaternion(),
  invariance: { translation: true, rotation: "any" },
  exp,
  log: (g) => logOf(numbers, rotationOf(g), translationOf(g)),
  compose: (a, b) =>
    element(
      multiply(numbers, rotationOf(a), rotationOf(b)),
      addVectors(numbers, rotate(numbers, rotationOf(a), translationOf(b)), translationOf(a)),
    ),
  inverse: (g) => {
    const back = conjugate(numbers, rotationOf(g));
    return element(back, scaleVector(numbers, -1, rotate(numbers, back, translationOf(g))));
  },
  act: (g, x) => [
    ...addVectors(numbers, rotate(numbers, rotationOf(g), x as unknown as Vector<number>), translationOf(g)),
  ],
  lift: (a, x, stabiliser) => [...stabiliser, ...x, a.constant(0)],
  pairFeature: (a, g, h) => {
    const { rotation, translation } = relativeMotion(a, g, h);
    return logOf(a, rotation, translation);
  },
  matrix: (g) => {
    const r = rotationMatrix(rotationOf(g));
    const t = translationOf(g);
    return [0, 1, 2].flatMap((row) => [...r.slice(3 * row, 3 * row + 3), t[row] as number]).concat(0, 0, 0, 1);
  },
  rotationAngle: (algebra) => Math.hypot(...algebra.slice(0, 3)),
};
