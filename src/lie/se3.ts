import { quadraticCoefficient } from "./angles.ts";
import { type Arithmetic, dot, numbers } from "./arithmetic.ts";
import type { Element, Group } from "./group.ts";
import {
  addVectors,
  conjugate,
  cross,
  fromRotationVector,
  multiply,
  type Quaternion,
  quaternionAt,
  rotate,
  rotationMatrix,
  rotationVector,
  scaleVector,
  subtractVectors,
  type Vector,
  vectorAt,
} from "./quaternion.ts";
import { quaternion } from "./stabilisers/quaternion.ts";

/** An element's rotation and translation. */
export interface RigidMotion<T> {
  readonly rotation: Quaternion<T>;
  readonly translation: Vector<T>;
}

const unpack = <T>(g: readonly T[]): RigidMotion<T> => ({ rotation: quaternionAt(g), translation: vectorAt(g, 4) });
const pack = ({ rotation, translation }: RigidMotion<number>): Element => [...rotation, ...translation, 0];

/** Rotation and translation of h^-1 g. */
export function relativeMotion<T>(a: Arithmetic<T>, g: readonly T[], h: readonly T[]): RigidMotion<T> {
  const [own, other] = [unpack(g), unpack(h)];
  const back = conjugate(a, other.rotation);
  const difference = subtractVectors(a, own.translation, other.translation);
  return { rotation: multiply(a, back, own.rotation), translation: rotate(a, back, difference) };
}

/** [w, u], u = (I - K/2 + Q K^2) t (specification 2.9). */
function logOf<T>(a: Arithmetic<T>, { rotation, translation: t }: RigidMotion<T>): T[] {
  const w = rotationVector(a, rotation);
  const once = cross(a, w, t);
  const twice = cross(a, w, once);
  const factor = quadraticCoefficient(a, dot(a, w, w));
  const u = addVectors(a, subtractVectors(a, t, scaleVector(a, a.constant(0.5), once)), scaleVector(a, factor, twice));
  return [...w, ...u];
}

/** t = V u, V = I + B K + C K^2, B = (1 - cos x) / x^2, C = (x - sin x) / x^3. */
function exp(algebra: readonly number[]): Element {
  const [w, u] = [vectorAt(algebra), vectorAt(algebra, 3)];
  const x = Math.hypot(...w);
  const y = x * x;
  const half = Math.sin(x / 2);
  const b = x < 0.1 ? 1 / 2 - y / 24 + y ** 2 / 720 - y ** 3 / 40320 + y ** 4 / 3628800 : (2 * half * half) / y;
  const c =
    x < 0.1 ? 1 / 6 - y / 120 + y ** 2 / 5040 - y ** 3 / 362880 + y ** 4 / 39916800 : (x - Math.sin(x)) / (x * y);
  const once = cross(numbers, w, u);
  const twice = cross(numbers, w, once);
  const bent = addVectors(numbers, scaleVector(numbers, b, once), scaleVector(numbers, c, twice));
  return pack({ rotation: fromRotationVector(w), translation: addVectors(numbers, u, bent) });
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
  log: (g) => logOf(numbers, unpack(g)),
  compose: (g, h) => {
    const [a, b] = [unpack(g), unpack(h)];
    return pack({
      rotation: multiply(numbers, a.rotation, b.rotation),
      translation: addVectors(numbers, rotate(numbers, a.rotation, b.translation), a.translation),
    });
  },
  inverse: (g) => {
    const { rotation, translation } = unpack(g);
    const back = conjugate(numbers, rotation);
    return pack({ rotation: back, translation: scaleVector(numbers, -1, rotate(numbers, back, translation)) });
  },
  act: (g, x) => {
    const { rotation, translation } = unpack(g);
    return [...addVectors(numbers, rotate(numbers, rotation, vectorAt(x)), translation)];
  },
  lift: (a, x, stabiliser) => [...stabiliser, ...x, a.constant(0)],
  pairFeature: (a, g, h) => logOf(a, relativeMotion(a, g, h)),
  matrix: (g) => {
    const { rotation, translation } = unpack(g);
    const r = rotationMatrix(rotation);
    return [0, 1, 2]
      .flatMap((row) => [...r.slice(3 * row, 3 * row + 3), translation[row] as number])
      .concat(0, 0, 0, 1);
  },
  rotationAngle: (algebra) => Math.hypot(...algebra.slice(0, 3)),
};
