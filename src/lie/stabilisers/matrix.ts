import { numbers } from "../arithmetic.ts";
import { product } from "../matrix.ts";
import type { Random, Stabiliser } from "./stabiliser.ts";

/** Matrices of a linear group, 3 x 3 by rows, as `draw` draws them. */
export const matrix = (draw: (random: Random) => readonly number[], example: readonly number[]): Stabiliser => ({
  kind: "random",
  size: 9,
  draw: (samples, random) => Array.from({ length: samples }, () => draw(random)).flat(),
  move: (sample, { linear }) => [...product(numbers, linear, sample)],
  examples: [example],
});
