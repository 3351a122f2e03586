import { type Arithmetic, scaled } from "./arithmetic.ts";

/** 3 x 3 matrices, row-major; matrices of the plane stand in the upper left corner, with a one below. */
export type Matrix<T> = readonly T[];
export type Column<T> = readonly T[];

/** A map x -> M x + t. */
export interface Affine<T> {
  readonly linear: Matrix<T>;
  readonly shift: Column<T>;
}

const AXES = [0, 1, 2] as const;
const CELLS = AXES.flatMap((row) => AXES.map((column) => [row, column] as const));

export const identity = <T>(a: Arithmetic<T>): Matrix<T> =>
  CELLS.map(([row, column]) => a.constant(row === column ? 1 : 0));

const sumOf = <T>(a: Arithmetic<T>, terms: readonly T[]): T => terms.reduce((x, y) => a.add(x, y));
export const addMatrices = <T>(a: Arithmetic<T>, x: Matrix<T>, y: Matrix<T>): Matrix<T> =>
  x.map((value, k) => a.add(value, y[k] as T));
export const scaleBy = <T>(a: Arithmetic<T>, factor: T, x: readonly T[]): T[] => x.map((v) => a.multiply(factor, v));

export const product = <T>(a: Arithmetic<T>, x: Matrix<T>, y: Matrix<T>): Matrix<T> =>
  CELLS.map(([row, column]) =>
    sumOf(
      a,
      AXES.map((k) => a.multiply(x[3 * row + k] as T, y[3 * k + column] as T)),
    ),
  );

export const apply = <T>(a: Arithmetic<T>, x: Matrix<T>, v: Column<T>): Column<T> =>
  AXES.map((row) =>
    sumOf(
      a,
      AXES.map((k) => a.multiply(x[3 * row + k] as T, v[k] as T)),
    ),
  );

/** A sum of numbers times matrices; zero of none. */
export const combination = (coordinates: readonly number[], basis: readonly Matrix<number>[]): Matrix<number> =>
  basis.reduce<Matrix<number>>(
    (sum, matrix, k) => sum.map((value, cell) => value + (coordinates[k] as number) * (matrix[cell] as number)),
    new Array<number>(9).fill(0),
  );

const trace = <T>(a: Arithmetic<T>, x: Matrix<T>): T => sumOf(a, [x[0] as T, x[4] as T, x[8] as T]);

/** Adjugate and determinant: the inverse is their quotient. */
function adjugate<T>(a: Arithmetic<T>, x: Matrix<T>): { matrix: Matrix<T>; determinant: T } {
  const at = (row: number, column: number) => x[3 * (row % 3) + (column % 3)] as T;
  const matrix = CELLS.map(([row, column]) =>
    a.subtract(
      a.multiply(at(column + 1, row + 1), at(column + 2, row + 2)),
      a.multiply(at(column + 1, row + 2), at(column + 2, row + 1)),
    ),
  );
  const determinant = sumOf(
    a,
    AXES.map((k) => a.multiply(x[k] as T, matrix[3 * k] as T)),
  );
  return { matrix, determinant };
}

export const determinant = <T>(a: Arithmetic<T>, x: Matrix<T>): T => adjugate(a, x).determinant;

export const transpose = <T>(x: Matrix<T>): Matrix<T> => CELLS.map(([row, column]) => x[3 * column + row] as T);

export function invert<T>(a: Arithmetic<T>, x: Matrix<T>): Matrix<T> {
  const { matrix, determinant } = adjugate(a, x);
  return scaleBy(a, a.divide(a.constant(1), determinant), matrix);
}

const FIXED_ROUNDS = 3;
const NEWTON_ROUNDS = 7;

/**
 * Principal square root U of C by its invariants (Hoger and Carlson, 1984): with trace i1, second invariant i2 and
 * determinant i3 of U,
 *
 *     I1 = i1^2 - 2 i2,   I2 = i2^2 - 2 i1 i3,   I3 = i3^2,   U = (i1 i3 + (i1^2 - i2) C - C^2) / (i1 i2 - i3).
 *
 * A few rounds of the fixed point i1 = sqrt(I1 + 2 i2), i2 = sqrt(I2 + 2 i1 i3), then Newton's method. Defined where C
 * has no eigenvalue on the negative axis.
 */
function squareRoot<T>(a: Arithmetic<T>, c: Matrix<T>): Matrix<T> {
  const square = product(a, c, c);
  const first = trace(a, c);
  const second = scaled(a, 0.5, a.subtract(a.multiply(first, first), trace(a, square)));
  const volume = determinant(a, c);
  const i3 = a.sqrt(volume);
  let i2 = scaled(a, 3, a.exp(scaled(a, 1 / 3, a.log(volume))));
  let i1 = first;
  for (let round = 0; round < FIXED_ROUNDS; round++) {
    i1 = a.sqrt(a.add(first, scaled(a, 2, i2)));
    i2 = a.sqrt(a.add(second, scaled(a, 2, a.multiply(i1, i3))));
  }
  for (let round = 0; round < NEWTON_ROUNDS; round++) {
    const f1 = a.subtract(a.subtract(a.multiply(i1, i1), scaled(a, 2, i2)), first);
    const f2 = a.subtract(a.subtract(a.multiply(i2, i2), scaled(a, 2, a.multiply(i1, i3))), second);
    const half = a.divide(a.constant(0.5), a.subtract(a.multiply(i1, i2), i3));
    const d1 = a.multiply(half, a.add(a.multiply(i2, f1), f2));
    const d2 = a.multiply(half, a.add(a.multiply(i3, f1), a.multiply(i1, f2)));
    i1 = a.subtract(i1, d1);
    i2 = a.subtract(i2, d2);
  }
  const part = a.subtract(a.multiply(i1, i1), i2);
  const whole = a.multiply(i1, i3);
  const rate = a.divide(a.constant(1), a.subtract(a.multiply(i1, i2), i3));
  return CELLS.map(([row, column], k) => {
    const terms = a.subtract(a.multiply(part, c[k] as T), square[k] as T);
    return a.multiply(rate, row === column ? a.add(terms, whole) : terms);
  });
}

const ROOTS = 3;

/**
 * Logarithm [L, u; 0, 0] of an affine map by inverse scaling and squaring: three square roots, or as many as are asked for,
 * (M, t)^(1/2) = (R, (R + 1)^-1 t), then log M = 2 artanh Z, Z = (M - 1)(M + 1)^-1, and u = L / (e^L - 1) t, both by series
 * whose errors are below 1e-6 for |L| < 4.
 */
export function logarithm<T>(a: Arithmetic<T>, { linear, shift }: Affine<T>, roots = ROOTS): Affine<T> {
  const one = identity(a);
  let m = linear;
  let t = shift;
  for (let root = 0; root < roots; root++) {
    m = squareRoot(a, m);
    t = apply(a, invert(a, addMatrices(a, m, one)), t);
  }
  const z = product(a, addMatrices(a, m, scaleBy(a, a.constant(-1), one)), invert(a, addMatrices(a, m, one)));
  const square = product(a, z, z);
  const series = [1, 3, 5, 7].reduceRight<Matrix<T>>(
    (sum, odd) => addMatrices(a, scaleBy(a, a.constant(1 / odd), one), product(a, square, sum)),
    scaleBy(a, a.constant(1 / 9), one),
  );
  const l = scaleBy(a, a.constant(2), product(a, z, series));
  const once = apply(a, l, t);
  const twice = apply(a, l, once);
  const fourth = apply(a, l, apply(a, l, twice));
  const u = t.map((value, k) =>
    a.add(
      a.subtract(value, scaled(a, 0.5, once[k] as T)),
      a.subtract(scaled(a, 1 / 12, twice[k] as T), scaled(a, 1 / 720, fourth[k] as T)),
    ),
  );
  const back = a.constant(2 ** roots);
  return { linear: scaleBy(a, back, l), shift: scaleBy(a, back, u) };
}

const HALVINGS = 6;
const TERMS = 8;

/** Exponential of [L, u; 0, 0] by scaling and squaring: Taylor's series of L / 64, then (M, t)^2 = (M^2, M t + t). */
export function exponential<T>(a: Arithmetic<T>, { linear, shift }: Affine<T>): Affine<T> {
  const rate = a.constant(2 ** -HALVINGS);
  const l = scaleBy(a, rate, linear);
  const one = identity(a);
  let m = one;
  let v = one;
  for (let k = TERMS; k >= 1; k--) {
    // 1 + L/1 (1 + L/2 (..)) and the same with k + 1: e^L and (e^L - 1) / L.
    m = addMatrices(a, one, scaleBy(a, a.constant(1 / k), product(a, l, m)));
    v = addMatrices(a, one, scaleBy(a, a.constant(1 / (k + 1)), product(a, l, v)));
  }
  let t = apply(a, v, scaleBy(a, rate, shift));
  for (let k = 0; k < HALVINGS; k++) {
    t = apply(a, m, t).map((value, axis) => a.add(value, t[axis] as T));
    m = product(a, m, m);
  }
  return { linear: m, shift: t };
}

/** Exponential of a linear map alone. */
export const exponentialMap = <T>(a: Arithmetic<T>, linear: Matrix<T>): Matrix<T> =>
  exponential(a, { linear, shift: [0, 0, 0].map((zero) => a.constant(zero)) }).linear;
