/** Slope of log y over log x by least squares: y grows as x to this power. */
export function exponentOf(x: readonly number[], y: readonly number[]): number {
  const [u, v] = [x.map(Math.log), y.map(Math.log)];
  const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
  const [mu, mv] = [mean(u), mean(v)];
  const over = u.reduce((sum, value, k) => sum + (value - mu) * ((v[k] as number) - mv), 0);
  return over / u.reduce((sum, value) => sum + (value - mu) ** 2, 0);
}
