import { numbers } from "./arithmetic.ts";
import { type Affine, apply, identity, invert, type Matrix, product } from "./matrix.ts";
import { type Quaternion, rotationMatrix } from "./quaternion.ts";

/** A motion of the plane or of space, x -> M x + t: M is 3 x 3 by rows, of the plane in its upper left corner. */
export type Motion = Affine<number>;

export const atRest: Motion = { linear: identity(numbers), shift: [0, 0, 0] };

/** A rotation about the origin (about z in the plane), then a shift. */
export const rigidMotion = (rotation: Quaternion<number>, shift: readonly number[]): Motion => ({
  linear: rotationMatrix(rotation),
  shift,
});

/** A linear map of some vector of the plane or of space; a time behind it stays. */
export function mapped(vector: readonly number[], linear: Matrix<number>): number[] {
  const [x, y, z = 0, ...time] = vector as [number, number, number?, ...number[]];
  return [...apply(numbers, linear, [x, y, z]).slice(0, vector.length), ...time];
}

export const movedPoint = (point: readonly number[], { linear, shift }: Motion): number[] =>
  mapped(point, linear).map((value, axis) => value + (shift[axis] ?? 0));

/** Applies `move` to every vector [n, d] of a list. */
function each(
  vectors: ArrayLike<number>,
  dimension: number,
  move: (vector: readonly number[]) => readonly number[],
): number[] {
  const all = Array.from(vectors);
  return Array.from({ length: all.length / dimension }, (_, k) =>
    move(all.slice(k * dimension, (k + 1) * dimension)),
  ).flat();
}

/** Moves points [n, d]; in the plane the shift's z counts for nothing. */
export const movePoints = (points: Float32Array, motion: Motion, dimension: 2 | 3): Float32Array<ArrayBuffer> =>
  Float32Array.from(each(points, dimension, (point) => movedPoint(point, motion)));

/** Moves positions [n, d] and the momenta after them: a shift leaves momenta as they are. */
export function moveState(state: ArrayLike<number>, motion: Motion, dimension: 2 | 3): Float64Array {
  const all = Array.from(state);
  const half = all.length / 2;
  return Float64Array.from([
    ...each(all.slice(0, half), dimension, (point) => movedPoint(point, motion)),
    ...each(all.slice(half), dimension, (momentum) => mapped(momentum, motion.linear)),
  ]);
}

/** The motion back. */
export function inverseMotion({ linear, shift }: Motion): Motion {
  const back = invert(numbers, linear);
  return { linear: back, shift: apply(numbers, back, shift).map((value) => -value) };
}

/** First one motion, then another. */
export const followedBy = (first: Motion, second: Motion): Motion => ({
  linear: product(numbers, second.linear, first.linear),
  shift: movedPoint(first.shift, second),
});
