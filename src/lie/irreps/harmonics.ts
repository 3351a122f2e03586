import type { Arithmetic } from "../arithmetic.ts";

/** The arithmetic of polynomials, which harmonics and their couplings are written in: numbers, tensors or WGSL. */
export type PolynomialArithmetic<T> = Pick<Arithmetic<T>, "constant" | "add" | "subtract" | "multiply">;

/** (2 l + 1) / 4 pi (l - m)! / (l + m)!, its root. */
function normalisation(l: number, m: number): number {
  let quotient = (2 * l + 1) / (4 * Math.PI);
  for (let k = l - m + 1; k <= l + m; k++) quotient /= k;
  return Math.sqrt(quotient);
}

/**
 * Real spherical harmonics of a unit vector, degrees 0 .. `degree`: of each the components m = -l .. l. No Condon-Shortley
 * sign; the integral of Y^2 over the sphere is 1. The polar axis is y, so that degree 1 is sqrt(3 / 4 pi) (x, y, z) and a
 * rotation's Wigner matrix of degree 1 is its own (neighbours 1.2). Polynomials: no angle, no pole.
 *
 *   A_m + i B_m = (z + i x)^m;   (l - m) T_l^m = (2 l - 1) y T_{l-1}^m - (l + m - 1) T_{l-2}^m,   T_m^m = (2 m - 1)!!
 *   Y_l0 = N T_l^0,   Y_lm = sqrt 2 N T_l^m A_m,   Y_l,-m = sqrt 2 N T_l^m B_m
 */
export function harmonics<T>(a: PolynomialArithmetic<T>, [x, y, z]: readonly [T, T, T], degree: number): T[][] {
  const scaled = (factor: number, value: T) => a.multiply(a.constant(factor), value);
  const result: T[][] = Array.from({ length: degree + 1 }, (_, l) => new Array(2 * l + 1));
  let [even, odd] = [a.constant(1), a.constant(0)];
  let first = 1;
  for (let m = 0; m <= degree; m++) {
    let [before, own] = [a.constant(0), a.constant(first)];
    for (let l = m; l <= degree; l++) {
      const factor = normalisation(l, m) * (m > 0 ? Math.SQRT2 : 1);
      const polar = scaled(factor, own);
      const row = result[l] as T[];
      row[l + m] = m > 0 ? a.multiply(polar, even) : polar;
      if (m > 0) row[l - m] = a.multiply(polar, odd);
      const above = a.subtract(
        scaled((2 * l + 1) / (l + 1 - m), a.multiply(y, own)),
        scaled((l + m) / (l + 1 - m), before),
      );
      [before, own] = [own, above];
    }
    [even, odd] = [a.subtract(a.multiply(z, even), a.multiply(x, odd)), a.add(a.multiply(x, even), a.multiply(z, odd))];
    first *= 2 * m + 1;
  }
  return result;
}
