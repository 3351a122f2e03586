/** Values less their mean: scores that all keys share change no weight. */
export function centred(values: readonly number[]): number[] {
  const mean = values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
  return values.map((value) => value - mean);
}

/** Correlation of two lists of numbers; zero where one does not vary. */
export function correlation(a: readonly number[], b: readonly number[]): number {
  const [x, y] = [centred(a), centred(b)];
  const product = (u: readonly number[], v: readonly number[]) =>
    u.reduce((sum, value, k) => sum + value * (v[k] as number), 0);
  const scale = Math.sqrt(product(x, x) * product(y, y));
  return scale > 0 ? product(x, y) / scale : 0;
}
