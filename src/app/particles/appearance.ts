import type { Place } from "../scene/arrows.tsx";

/** Nothing is drawn this far out: a prediction that runs away leaves the picture. */
const FAR = 50;

/** Where particle k of a state is, in a picture whose one is `unit` long; null outside of it. */
export function placeOf(state: ArrayLike<number>, k: number, dimension: number, unit: number): Place | null {
  const at = (axis: number) => (axis < dimension ? (state[k * dimension + axis] as number) / unit : 0);
  const place: Place = [at(0), at(1), at(2)];
  return place.every((value) => Math.abs(value) < FAR) ? place : null;
}

/** Radius of a particle in the picture: its volume is its mass. */
export const radiusOf = (mass: number): number => 0.05 * Math.cbrt(mass);
