import { type Arithmetic, dot } from "./arithmetic.ts";

/**
 * Rotations and scalings about the origin leave the origin where it is: it is an orbit of its own, and no element of theirs
 * moves it anywhere. A point closer to it than this is lifted as a point of the x axis would be, with radius zero where a
 * radius is kept: finite, with derivative zero, but fixed while other points turn, so that pairs with it are not invariant.
 */
export const ORIGIN = 1e-6;

/** [log radius, angle] of a point of the plane; those of (ORIGIN, 0) at the origin. */
export function logPolar<T>(a: Arithmetic<T>, x: readonly T[]): [T, T] {
  const { along, radius } = fromOrigin(a, x);
  const least = a.constant(ORIGIN);
  const [u, v] = along as [T, T];
  return [a.log(a.where(a.greater(least, radius), least, radius)), a.atan2(v, u)];
}

/** A point by a vector along it, e_x at the origin, and its distance from the origin, zero there. */
export function fromOrigin<T>(a: Arithmetic<T>, x: readonly T[]): { readonly along: T[]; readonly radius: T } {
  const square = dot(a, x, x);
  const at = a.greater(a.constant(ORIGIN ** 2), square);
  const [zero, one] = [a.constant(0), a.constant(1)];
  // The branch that is not taken gets a harmless argument, for its derivative's sake.
  return {
    along: x.map((value, axis) => a.where(at, axis === 0 ? one : zero, value)),
    radius: a.where(at, zero, a.sqrt(a.where(at, one, square))),
  };
}
