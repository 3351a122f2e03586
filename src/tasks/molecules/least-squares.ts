/**
 * The least-squares solution of rows x = values, by normal equations with a little of the identity, so that columns that
 * say the same do no harm.
 */
export function leastSquares(rows: Iterable<{ readonly row: readonly number[]; readonly value: number }>): number[] {
  let matrix: number[][] = [];
  for (const { row, value } of rows) {
    if (matrix.length === 0) matrix = row.map(() => new Array<number>(row.length + 1).fill(0));
    row.forEach((a, i) => {
      const own = matrix[i] as number[];
      row.forEach((b, j) => {
        own[j] = (own[j] as number) + a * b;
      });
      own[row.length] = (own[row.length] as number) + a * value;
    });
  }
  const size = matrix.length;
  for (let k = 0; k < size; k++) (matrix[k] as number[])[k] = ((matrix[k] as number[])[k] as number) + 1e-6;
  // Gauss and Jordan: the matrix is symmetric and positive.
  for (let k = 0; k < size; k++) {
    const pivot = matrix[k] as number[];
    const by = pivot[k] as number;
    for (let j = k; j <= size; j++) pivot[j] = (pivot[j] as number) / by;
    for (let i = 0; i < size; i++) {
      if (i === k) continue;
      const row = matrix[i] as number[];
      const factor = row[k] as number;
      for (let j = k; j <= size; j++) row[j] = (row[j] as number) - factor * (pivot[j] as number);
    }
  }
  return matrix.map((row) => row[size] as number);
}
