/** Probabilities of rows of logits, from `start`: [rows][columns]. */
export function softmaxRows(logits: Float32Array, start: number, rows: number, columns: number): number[][] {
  return Array.from({ length: rows }, (_, row) => {
    const values = Array.from(logits.subarray(start + row * columns, start + (row + 1) * columns));
    const largest = Math.max(...values);
    const powers = values.map((value) => Math.exp(value - largest));
    const total = powers.reduce((a, b) => a + b, 0);
    return powers.map((power) => power / total);
  });
}
