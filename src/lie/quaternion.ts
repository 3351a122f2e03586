import { type Arithmetic, dot, polynomial, scaled } from "./arithmetic.ts";

/** Unit quaternions [w, x, y, z]. */
export type Quaternion<T> = readonly [T, T, T, T];
export type Vector<T> = readonly [T, T, T];

/** Four numbers of a list, and three of one. */
export const quaternionAt = <T>(list: readonly T[], from = 0): Quaternion<T> => [
  list[from] as T,
  ...vectorAt(list, from + 1),
];
export const vectorAt = <T>(list: readonly T[], from = 0): Vector<T> => [
  list[from] as T,
  list[from + 1] as T,
  list[from + 2] as T,
];

export function cross<T>(a: Arithmetic<T>, [x, y, z]: Vector<T>, [u, v, w]: Vector<T>): Vector<T> {
  const minor = (p: T, q: T, r: T, s: T) => a.subtract(a.multiply(p, q), a.multiply(r, s));
  return [minor(y, w, z, v), minor(z, u, x, w), minor(x, v, y, u)];
}

const combine = <T>(x: Vector<T>, y: Vector<T>, f: (a: T, b: T) => T): Vector<T> => [
  f(x[0], y[0]),
  f(x[1], y[1]),
  f(x[2], y[2]),
];
export const addVectors = <T>(a: Arithmetic<T>, x: Vector<T>, y: Vector<T>): Vector<T> => combine(x, y, a.add);
export const subtractVectors = <T>(a: Arithmetic<T>, x: Vector<T>, y: Vector<T>): Vector<T> =>
  combine(x, y, a.subtract);
export const scaleVector = <T>(a: Arithmetic<T>, factor: T, x: Vector<T>): Vector<T> => [
  a.multiply(factor, x[0]),
  a.multiply(factor, x[1]),
  a.multiply(factor, x[2]),
];

export const conjugate = <T>(a: Arithmetic<T>, [w, x, y, z]: Quaternion<T>): Quaternion<T> => [
  w,
  a.negate(x),
  a.negate(y),
  a.negate(z),
];

export function multiply<T>(a: Arithmetic<T>, p: Quaternion<T>, q: Quaternion<T>): Quaternion<T> {
  const [v, u] = [vectorAt(p, 1), vectorAt(q, 1)];
  const mixed = addVectors(a, scaleVector(a, p[0], u), scaleVector(a, q[0], v));
  const w = a.subtract(a.multiply(p[0], q[0]), dot(a, v, u));
  return [w, ...addVectors(a, mixed, cross(a, v, u))];
}

/** The vector turned: x + 2 w (v x x) + 2 v x (v x x). */
export function rotate<T>(a: Arithmetic<T>, q: Quaternion<T>, x: Vector<T>): Vector<T> {
  const v = vectorAt(q, 1);
  const turned = cross(a, v, x);
  const twice = addVectors(a, scaleVector(a, q[0], turned), cross(a, v, turned));
  return addVectors(a, x, scaleVector(a, a.constant(2), twice));
}

/** The one of q and -q, the same rotation, with w >= -tolerance. */
export function canonical<T>(a: Arithmetic<T>, q: Quaternion<T>, tolerance = 0): Quaternion<T> {
  const negative = a.greater(a.constant(-tolerance), q[0]);
  return quaternionAt(q.map((value) => a.where(negative, a.negate(value), value)));
}

/** atan(t) / t = 1 - t^2/3 + t^4/5 - .. */
const ARCTANGENT = [1, -1 / 3, 1 / 5, -1 / 7, 1 / 9, -1 / 11, 1 / 13, -1 / 15, 1 / 17];
/** Square of tan(angle / 2) below which the series is used; its first omitted term is then below 1e-17. */
const SERIES_BELOW = 0.01;

/**
 * The seam of space rotations: angles may exceed pi by 0.007 before the axis turns over, as in the plane, so that the
 * exact half turns between samples of one point do not change sign with the rounding.
 */
const SEAM = 0.0035;

/**
 * Rotation vector of a unit quaternion, angle in [0, pi + 0.007]: 2 atan2(|v|, w) v / |v| after w >= 0 (specification
 * 2.8). Smooth at the identity, and accurate up to pi, where the sign is a convention.
 */
export function rotationVector<T>(a: Arithmetic<T>, q: Quaternion<T>): Vector<T> {
  const [w, x, y, z] = canonical(a, q, SEAM);
  const v: Vector<T> = [x, y, z];
  const square = dot(a, v, v);
  const near = a.greater(scaled(a, SERIES_BELOW, a.multiply(w, w)), square);
  const one = a.constant(1);
  // The branch that is not taken gets a harmless argument, for its derivative's sake.
  const size = a.sqrt(a.where(near, one, square));
  const far = a.divide(a.atan2(size, w), size);
  const safe = a.where(near, w, one);
  const tangent = a.divide(a.where(near, square, a.constant(0)), a.multiply(safe, safe));
  const close = a.divide(polynomial(a, tangent, ARCTANGENT), safe);
  return scaleVector(a, scaled(a, 2, a.where(near, close, far)), v);
}

/** Unit quaternion of a rotation vector, in double precision. */
export function fromRotationVector(w: Vector<number>): Quaternion<number> {
  const angle = Math.hypot(...w);
  const half = Math.sin(angle / 2);
  const factor = angle < 1e-8 ? 0.5 : half / angle;
  return [Math.cos(angle / 2), factor * w[0], factor * w[1], factor * w[2]];
}

/** Rotation matrix, row-major 3 x 3. */
export function rotationMatrix([w, x, y, z]: Quaternion<number>): number[] {
  return [
    1 - 2 * (y * y + z * z),
    2 * (x * y - w * z),
    2 * (x * z + w * y),
    2 * (x * y + w * z),
    1 - 2 * (x * x + z * z),
    2 * (y * z - w * x),
    2 * (x * z - w * y),
    2 * (y * z + w * x),
    1 - 2 * (x * x + y * y),
  ];
}
