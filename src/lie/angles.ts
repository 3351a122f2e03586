import { type Arithmetic, polynomial, scaled } from "./arithmetic.ts";

/** Planar angles lie in (-pi + SEAM, pi + SEAM] (specification 2.0), so that exact half turns do not flip sign. */
const SEAM = 0.007;

/** Wraps an angle into (-pi + seam, pi + seam]. */
export function wrapAngle<T>(a: Arithmetic<T>, angle: T, seam = SEAM): T {
  const turns = a.round(scaled(a, 0.5 / Math.PI, angle));
  const turned = a.subtract(angle, scaled(a, 2 * Math.PI, turns));
  const below = a.greater(a.constant(seam - Math.PI), turned);
  return a.add(turned, scaled(a, 2 * Math.PI, below));
}

/** zeta(2 k) - 1, k = 1, 2, .. */
export const ZETA = [
  0.6449340668482264, 0.08232323371113819, 0.017343061984449137, 0.00407735619794434, 0.0009945751278180855,
  0.0002460865533080483, 6.124813505870483e-5, 1.528225940865187e-5, 3.81729326499984e-6, 9.539620338727962e-7,
  2.38450502727733e-7, 5.960818905125948e-8, 1.4901554828365043e-8, 3.725334024788457e-9, 9.313274324196682e-10,
  2.3283118336765053e-10,
];

/**
 * S(x) = sum_n 1 / (n^2 - w), w = (x / 2 pi)^2: the first pole as it is, the others by powers of w. The coefficients
 * of the SE(2) and SE(3) logarithms follow without branch or cancellation:
 * P(x) = (x/2) cot(x/2) = 1 - 2 w S and Q(x) = (1 - P) / x^2 = S / (2 pi^2) (specification 2.0).
 * For |x| < pi + 0.01 the first omitted term is below 1e-16.
 * @param square x^2
 */
function poleSum<T>(a: Arithmetic<T>, square: T): T {
  const w = scaled(a, 0.25 / Math.PI ** 2, square);
  const one = a.constant(1);
  return a.add(a.divide(one, a.subtract(one, w)), polynomial(a, w, ZETA));
}

/** P(x) = (x/2) cot(x/2), of x^2. */
export function halfCotangent<T>(a: Arithmetic<T>, square: T): T {
  return a.subtract(a.constant(1), a.multiply(scaled(a, 0.5 / Math.PI ** 2, square), poleSum(a, square)));
}

/** Q(x) = (1 - P(x)) / x^2, of x^2. */
export function quadraticCoefficient<T>(a: Arithmetic<T>, square: T): T {
  return scaled(a, 0.5 / Math.PI ** 2, poleSum(a, square));
}
