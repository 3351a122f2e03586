import { numbers } from "../arithmetic.ts";
import { type Matrix, product } from "../matrix.ts";
import type { Random, Stabiliser } from "./stabiliser.ts";

interface LinearGroup {
  readonly draw: (random: Random) => readonly number[];
  /** exp of a combination of its generators, and back; as many coordinates as `count`. */
  readonly exp: (coordinates: readonly number[]) => Matrix<number>;
  readonly log: (matrix: Matrix<number>) => readonly number[];
  readonly count: number;
  readonly example: readonly number[];
}

/** Matrices of a linear group, 3 x 3 by rows. */
export const matrix = ({ draw, exp, log, count, example }: LinearGroup): Stabiliser => ({
  kind: "random",
  size: 9,
  draw: (samples, random) => Array.from({ length: samples }, () => draw(random)).flat(),
  move: (sample, { linear }) => [...product(numbers, linear, sample)],
  dials: () =>
    Array.from({ length: count }, (_, k) => ({ name: `Generator ${k + 1}`, range: [-2, 2] as const, step: 0.01 })),
  at: exp,
  dialsOf: (linear) => log(linear),
  examples: [example],
});
