import { numbers } from "./arithmetic.ts";
import { type Quaternion, rotate } from "./quaternion.ts";

/** A rotation about the origin, a unit quaternion (about z in the plane), then a shift along x, y and z. */
export interface Motion {
  readonly rotation: Quaternion<number>;
  readonly shift: readonly number[];
}

export const atRest: Motion = { rotation: [1, 0, 0, 0], shift: [0, 0, 0] };

function turned(vector: readonly number[], { rotation }: Motion): number[] {
  const image = rotate(numbers, rotation, [vector[0] as number, vector[1] as number, vector[2] ?? 0]);
  return vector.map((_, axis) => image[axis] as number);
}

export const movedPoint = (point: readonly number[], motion: Motion): number[] =>
  turned(point, motion).map((value, axis) => value + (motion.shift[axis] as number));

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
    ...each(all.slice(half), dimension, (momentum) => turned(momentum, motion)),
  ]);
}

/** The motion back. */
export function inverseMotion({ rotation: [w, x, y, z], shift }: Motion): Motion {
  const rotation: Quaternion<number> = [w, -x, -y, -z];
  return { rotation, shift: turned(shift, { rotation, shift }).map((value) => -value) };
}
