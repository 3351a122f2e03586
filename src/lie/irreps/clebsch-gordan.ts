const factorial = (n: number): number => {
  let product = 1;
  for (let k = 2; k <= n; k++) product *= k;
  return product;
};

/** <l m1 k m2 | J m1 + m2>, complex, by Racah's formula (1942). */
function complexCoefficient(l: number, m1: number, k: number, m2: number, J: number): number {
  const m = m1 + m2;
  if (Math.abs(m) > J) return 0;
  const f = factorial;
  const front = ((2 * J + 1) * f(J + l - k) * f(J - l + k) * f(l + k - J)) / f(l + k + J + 1);
  const states = f(J + m) * f(J - m) * f(l - m1) * f(l + m1) * f(k - m2) * f(k + m2);
  let sum = 0;
  for (let n = Math.max(0, k - J - m1, l - J + m2); n <= Math.min(l + k - J, l - m1, k + m2); n++) {
    const below = f(n) * f(l + k - J - n) * f(l - m1 - n) * f(k + m2 - n) * f(J - k + m1 + n) * f(J - l - m2 + n);
    sum += (n % 2 === 0 ? 1 : -1) / below;
  }
  return Math.sqrt(front) * Math.sqrt(states) * sum;
}

/** Real harmonic m as a sum of complex ones (with Condon and Shortley's sign): [order, real part, imaginary part]. */
function complexTerms(m: number): readonly (readonly [number, number, number])[] {
  if (m === 0) return [[0, 1, 0]];
  const [half, sign] = [Math.SQRT1_2, m % 2 === 0 ? 1 : -1];
  const order = Math.abs(m);
  if (m > 0) {
    return [
      [-order, half, 0],
      [order, sign * half, 0],
    ];
  }
  return [
    [-order, 0, half],
    [order, 0, -sign * half],
  ];
}

/** An entry Q[a, c, m] that is not zero. */
export interface CouplingEntry {
  readonly a: number;
  readonly c: number;
  readonly m: number;
  readonly value: number;
}

/** What is smaller is rounding: the smallest entry up to degree 3 is .009. */
const ROUNDING = 1e-12;

const known = new Map<string, readonly CouplingEntry[]>();

/**
 * Clebsch-Gordan basis of real irreps, l (out), k (in), J in |k - l| .. k + l: the one Q [2l+1, 2k+1, 2J+1] of unit norm with
 * (D_l x D_k) Q = Q D_J for all rotations, first entry (row-major) positive (neighbours 1.4). Its entries that are not zero.
 */
export function couplingEntries(l: number, k: number, J: number): readonly CouplingEntry[] {
  const name = `${l} ${k} ${J}`;
  const before = known.get(name);
  if (before) return before;
  const entries: CouplingEntry[] = [];
  for (let a = -l; a <= l; a++) {
    for (let c = -k; c <= k; c++) {
      for (let m = -J; m <= J; m++) {
        // Real where l + k + J is even, imaginary where it is odd: either way one of the two parts is the entry.
        let [real, imaginary] = [0, 0];
        for (const [m1, r1, i1] of complexTerms(a)) {
          for (const [m2, r2, i2] of complexTerms(c)) {
            for (const [m3, r3, i3] of complexTerms(m)) {
              if (m1 + m2 !== m3) continue;
              const weight = complexCoefficient(l, m1, k, m2, J);
              const [r12, i12] = [r1 * r2 - i1 * i2, r1 * i2 + i1 * r2];
              // The conjugate of the third.
              real += weight * (r12 * r3 + i12 * i3);
              imaginary += weight * (i12 * r3 - r12 * i3);
            }
          }
        }
        const value = (l + k + J) % 2 === 0 ? real : imaginary;
        if (Math.abs(value) > ROUNDING) entries.push({ a: a + l, c: c + k, m: m + J, value });
      }
    }
  }
  const norm = Math.hypot(...entries.map(({ value }) => value)) * Math.sign(entries[0]?.value ?? 1);
  const result = entries.map((entry) => ({ ...entry, value: entry.value / norm }));
  known.set(name, result);
  return result;
}
