import { Matrix, SingularValueDecomposition } from "ml-matrix";
import type { AttentionMatrix } from "../../tasks/sequences/probe.ts";

/** Rows of a longer sequence that are taken for its spectrum: every so many. */
const MOST_ROWS = 128;

/** Singular values of a head's weights, the largest first, as shares of the largest. */
export function singularValues({ rows, columns, values }: AttentionMatrix): number[] {
  const step = Math.ceil(rows / MOST_ROWS);
  const taken = Array.from({ length: Math.ceil(rows / step) }, (_, k) =>
    Array.from(values.subarray(k * step * columns, (k * step + 1) * columns)),
  );
  const { diagonal } = new SingularValueDecomposition(new Matrix(taken), {
    computeLeftSingularVectors: false,
    computeRightSingularVectors: false,
    autoTranspose: true,
  });
  const [largest = 1] = diagonal;
  return diagonal.map((value) => value / largest);
}
