import { couplingEntries } from "./clebsch-gordan.ts";
import { harmonics, type PolynomialArithmetic } from "./harmonics.ts";

/** Which orders J couple degrees: all of them, or those whose kernels are no pseudo-tensors, so that reflections hold too. */
export type Parity = "all" | "even";

/** Orders J through which a kernel takes features of degree k to degree l (neighbours 1.5, 1.10). */
export function ordersOf(l: number, k: number, parity: Parity): number[] {
  const first = Math.abs(l - k);
  const step = parity === "even" ? 2 : 1;
  return Array.from({ length: Math.floor((l + k - first) / step) + 1 }, (_, n) => first + n * step);
}

/** Kernel W_J(u)[a, c] = sum_m Q[a, c, m] Y_Jm(u) of harmonics Y_J, row-major; null where it is zero everywhere. */
export function kernelOf<T>(
  a: PolynomialArithmetic<T>,
  [l, k, J]: readonly [number, number, number],
  own: readonly T[],
): (T | null)[] {
  const cells = new Array<T | null>((2 * l + 1) * (2 * k + 1)).fill(null);
  for (const entry of couplingEntries(l, k, J)) {
    const place = entry.a * (2 * k + 1) + entry.c;
    const term = a.multiply(a.constant(entry.value), own[entry.m] as T);
    const before = cells[place] ?? null;
    cells[place] = before === null ? term : a.add(before, term);
  }
  return cells;
}

/** The kernels of one pair of degrees at a unit vector, one for each order. */
export function kernelBasis<T>(
  a: PolynomialArithmetic<T>,
  u: readonly [T, T, T],
  [l, k]: readonly [number, number],
  orders: readonly number[],
): (T | null)[][] {
  const all = harmonics(a, u, l + k);
  return orders.map((J) => kernelOf(a, [l, k, J], all[J] as T[]));
}
