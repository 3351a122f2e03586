import type { Coordinate } from "../chart.ts";
import type { Stabiliser } from "./stabiliser.ts";

/** Nothing but the neutral element. */
export const trivial: Stabiliser = {
  kind: "trivial",
  size: 1,
  draw: (samples) => new Array(samples).fill(0),
  dials: () => [],
  at: () => [0],
  examples: [[0]],
};

/** Which of a finite group's elements, where there are several. */
const whichOf = (count: number): Coordinate[] =>
  count > 1 ? [{ name: "Element", range: [0, count - 1], step: 1 }] : [];

/** A finite group as large as the lift: every point is lifted to the elements number 0 .. S - 1. */
export const grid: Stabiliser = {
  kind: "finite",
  size: 1,
  draw: (samples) => Array.from({ length: samples }, (_, k) => k),
  dials: whichOf,
  at: ([k = 0]) => [k],
  examples: [[1]],
};

/** Rotations of space that make a group, unit quaternions: every point is lifted to all of them. */
export const solid = (rotations: readonly (readonly number[])[]): Stabiliser => ({
  kind: "finite",
  size: 4,
  draw: (samples) =>
    Array.from({ length: samples }, (_, k) => rotations[k % rotations.length] as readonly number[]).flat(),
  dials: () => whichOf(rotations.length),
  at: ([k]) => rotations[k as number] as readonly number[],
  examples: rotations,
});
