import type { Matrix } from "../matrix.ts";
import { couplingEntries } from "./clebsch-gordan.ts";

/**
 * Wigner matrices of a rotation (row-major, 3 x 3), degrees 0 .. `degree`, row-major: Y_l(R u) = D_l Y_l(u). Degree 1 is the
 * rotation itself; the others follow from D_l = (2 l + 1) Q^T (D_{l-1} x R) Q with the coupling Q of l - 1 and 1 to l.
 */
export function wignerMatrices(rotation: Matrix<number>, degree: number): number[][] {
  const result: number[][] = [[1], [...rotation]];
  for (let l = 2; l <= degree; l++) {
    const before = result[l - 1] as number[];
    const [size, inner] = [2 * l + 1, 2 * l - 1];
    const entries = couplingEntries(l - 1, 1, l);
    const own = new Array<number>(size * size).fill(0);
    for (const row of entries) {
      for (const column of entries) {
        own[row.m * size + column.m] =
          (own[row.m * size + column.m] as number) +
          size *
            row.value *
            column.value *
            (before[row.a * inner + column.a] as number) *
            (rotation[row.c * 3 + column.c] as number);
      }
    }
    result.push(own);
  }
  return result.slice(0, degree + 1);
}
