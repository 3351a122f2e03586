import { quat } from "gl-matrix";
import { numbers } from "./arithmetic.ts";
import { addMatrices, determinant, identity, invert, type Matrix, product, scaleBy, transpose } from "./matrix.ts";
import type { Quaternion } from "./quaternion.ts";

/** s R F^p: a scale, a rotation, and before them perhaps a reflection F: of y in the plane, of every axis in space. */
export interface Similarity {
  readonly scale: number;
  readonly rotation: Matrix<number>;
  readonly flipped: boolean;
}

/** F of `Similarity`. */
export const reflectionOf = (dimension: 2 | 3): Matrix<number> =>
  dimension === 2 ? [1, 0, 0, 0, -1, 0, 0, 0, 1] : [-1, 0, 0, 0, -1, 0, 0, 0, -1];

export const uniformScale = (scale: number, dimension: 2 | 3): Matrix<number> =>
  identity(numbers).map((value, k) => (k === 8 && dimension === 2 ? 1 : scale * value));

/** Newton's iteration Q <- (Q + Q^-T) / 2 doubles the digits in each round. */
const POLAR_ROUNDS = 12;

/** The similarity nearest to an invertible linear map: its polar factor, and the scale that keeps its determinant. */
export function nearestSimilarity(linear: Matrix<number>, dimension: 2 | 3): Similarity {
  const volume = determinant(numbers, linear);
  const flipped = volume < 0;
  const scale = Math.abs(volume) ** (1 / dimension);
  const upright = flipped ? product(numbers, linear, reflectionOf(dimension)) : linear;
  let rotation = product(numbers, uniformScale(1 / scale, dimension), upright);
  for (let round = 0; round < POLAR_ROUNDS; round++) {
    const inverse = transpose(invert(numbers, rotation));
    rotation = scaleBy(numbers, 0.5, addMatrices(numbers, rotation, inverse));
  }
  return { scale, rotation, flipped };
}

export function linearOf({ scale, rotation, flipped }: Similarity, dimension: 2 | 3): Matrix<number> {
  const sized = product(numbers, uniformScale(scale, dimension), rotation);
  return flipped ? product(numbers, sized, reflectionOf(dimension)) : sized;
}

/** Of a rotation matrix, with w >= 0. */
export function quaternionOf(rotation: Matrix<number>): Quaternion<number> {
  // gl-matrix stores columns.
  const [x, y, z, w] = quat.fromMat3([0, 0, 0, 1], transpose(rotation) as Parameters<typeof quat.fromMat3>[1]) as [
    number,
    number,
    number,
    number,
  ];
  return w < 0 ? [-w, -x, -y, -z] : [w, x, y, z];
}
