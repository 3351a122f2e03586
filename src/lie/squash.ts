import { type Arithmetic, dot, polynomial, scaled } from "./arithmetic.ts";

/** Pair features keep their length up to about this. */
const RANGE = 7;

/** tanh(y) / y by its series in y^2 below y = 0.5: error below 1e-7. */
const SERIES = [1, -1 / 3, 2 / 15, -17 / 315, 62 / 2835, -1382 / 155925, 21844 / 6081075];

/**
 * The pair feature multiplied by tanh(r / 7) / r, r its length (specification 2.12; without the published 1e-6, which the
 * series makes superfluous): no pair is longer than one. Twice differentiable, at zero too.
 */
export function squash<T>(a: Arithmetic<T>, pair: readonly T[]): T[] {
  const square = scaled(a, 1 / RANGE ** 2, dot(a, pair, pair));
  const large = a.greater(square, a.constant(0.25));
  const y = a.sqrt(a.where(large, square, a.constant(1)));
  // Beyond 10, tanh is 1 in float32; its exponential would overflow.
  const capped = a.where(a.greater(y, a.constant(10)), a.constant(10), y);
  const one = a.constant(1);
  const tanh = a.subtract(one, a.divide(a.constant(2), a.add(one, a.exp(scaled(a, 2, capped)))));
  const near = polynomial(a, a.where(large, a.constant(0), square), SERIES);
  const factor = scaled(a, 1 / RANGE, a.where(large, a.divide(tanh, y), near));
  return pair.map((value) => a.multiply(factor, value));
}
