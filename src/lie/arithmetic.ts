/**
 * The arithmetic that lifts and pair features are written in, so that one formula serves twice: on numbers, in double
 * precision, and on tensors of the tape, where it can be differentiated as often as wanted.
 */
export interface Arithmetic<T> {
  constant(value: number): T;
  add(a: T, b: T): T;
  subtract(a: T, b: T): T;
  multiply(a: T, b: T): T;
  divide(a: T, b: T): T;
  negate(a: T): T;
  sqrt(a: T): T;
  exp(a: T): T;
  log(a: T): T;
  sin(a: T): T;
  cos(a: T): T;
  atan2(y: T, x: T): T;
  /** Nearest whole number; its derivative is zero. */
  round(a: T): T;
  /** 1 where a > b, else 0. */
  greater(a: T, b: T): T;
  /** `a` where the condition is not zero, else `b`; the other contributes nothing, but must be finite. */
  where(condition: T, a: T, b: T): T;
}

export const numbers: Arithmetic<number> = {
  constant: (value) => value,
  add: (a, b) => a + b,
  subtract: (a, b) => a - b,
  multiply: (a, b) => a * b,
  divide: (a, b) => a / b,
  negate: (a) => -a,
  sqrt: Math.sqrt,
  exp: Math.exp,
  log: Math.log,
  sin: Math.sin,
  cos: Math.cos,
  atan2: Math.atan2,
  round: Math.round,
  greater: (a, b) => (a > b ? 1 : 0),
  where: (condition, a, b) => (condition !== 0 ? a : b),
};

const round = Math.fround;

/** Arithmetic in float32, as kernels do it. */
export const singles: Arithmetic<number> = {
  ...numbers,
  constant: round,
  add: (a, b) => round(a + b),
  subtract: (a, b) => round(a - b),
  multiply: (a, b) => round(a * b),
  divide: (a, b) => round(a / b),
  sqrt: (a) => round(Math.sqrt(a)),
  exp: (a) => round(Math.exp(a)),
  log: (a) => round(Math.log(a)),
  sin: (a) => round(Math.sin(a)),
  cos: (a) => round(Math.cos(a)),
  atan2: (y, x) => round(Math.atan2(y, x)),
};

/** Sum of products of two lists of the same length. */
export function dot<T>(a: Arithmetic<T>, x: readonly T[], y: readonly T[]): T {
  return x.map((value, k) => a.multiply(value, y[k] as T)).reduce((sum, term) => a.add(sum, term));
}

/** c0 + c1 x + c2 x^2 + .. */
export function polynomial<T>(a: Arithmetic<T>, x: T, coefficients: readonly number[]): T {
  const [first, ...others] = coefficients;
  if (others.length === 0) return a.constant(first as number);
  return a.add(a.constant(first as number), a.multiply(x, polynomial(a, x, others)));
}

export const scaled = <T>(a: Arithmetic<T>, factor: number, x: T): T => a.multiply(a.constant(factor), x);
