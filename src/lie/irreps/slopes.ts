import type { PolynomialArithmetic } from "./harmonics.ts";

/** A value with its derivatives by three variables. */
export interface WithSlopes<T> {
  readonly value: T;
  readonly slopes: readonly [T, T, T];
}

/** Arithmetic on values with their derivatives (forward mode), in any arithmetic. */
export function slopesArithmetic<T>(a: PolynomialArithmetic<T>): PolynomialArithmetic<WithSlopes<T>> {
  const each = (slope: (axis: 0 | 1 | 2) => T): [T, T, T] => [slope(0), slope(1), slope(2)];
  return {
    constant: (value) => ({ value: a.constant(value), slopes: each(() => a.constant(0)) }),
    add: (x, y) => ({ value: a.add(x.value, y.value), slopes: each((c) => a.add(x.slopes[c], y.slopes[c])) }),
    subtract: (x, y) => ({
      value: a.subtract(x.value, y.value),
      slopes: each((c) => a.subtract(x.slopes[c], y.slopes[c])),
    }),
    multiply: (x, y) => ({
      value: a.multiply(x.value, y.value),
      slopes: each((c) => a.add(a.multiply(x.slopes[c], y.value), a.multiply(x.value, y.slopes[c]))),
    }),
  };
}

/** The variables themselves. */
export function variables<T>(
  a: PolynomialArithmetic<T>,
  [x, y, z]: readonly [T, T, T],
): [WithSlopes<T>, WithSlopes<T>, WithSlopes<T>] {
  const [zero, one] = [a.constant(0), a.constant(1)];
  return [
    { value: x, slopes: [one, zero, zero] },
    { value: y, slopes: [zero, one, zero] },
    { value: z, slopes: [zero, zero, one] },
  ];
}
