import type { Coordinate } from "../chart.ts";
import type { Group } from "../group.ts";
import type { Matrix } from "../matrix.ts";
import type { Share } from "../membership.ts";
import type { Similarity } from "../similarity.ts";

export interface Random {
  /** In [0, 1). */
  uniform(): number;
  normal(): number;
}

/** The elements that leave a group's base point where it is, as far as a lift needs to know them. */
export interface Stabiliser {
  /** One element, all of finitely many, or samples that are drawn. */
  readonly kind: "trivial" | "finite" | "random";
  /** Numbers of a sample; one unused number where there is nothing to sample. */
  readonly size: number;
  /** Samples of one point, [S R]. Uniform (Haar), where a stabiliser has such a measure; logarithms of scales are normal. */
  draw(samples: number, random: Random): number[];
  /**
   * The sample of a lifted point whose element is multiplied on the left by a linear map of the group's, so that it moves
   * with its point; left out where elements keep theirs.
   */
  move?(sample: readonly number[], by: Share, at: { group: Group; point: readonly number[] }): number[];
  /** Coordinates of its elements, where a lift has some samples: all zero for the neutral element. */
  dials(samples: number): readonly Coordinate[];
  /** The sample with those coordinates. */
  at(dials: readonly number[]): readonly number[];
  /**
   * The coordinates of an element's sample, from its linear part; left out where that does not tell them.
   * @param nearest its nearest similarity
   */
  dialsOf?(linear: Matrix<number>, nearest: Similarity): readonly number[];
  /** A sample or more to try a group with, none of them the neutral element where there are others. */
  readonly examples: readonly (readonly number[])[];
}

/** What may stand beside an angle or a quaternion: one number more. */
interface Beside {
  draw(random: Random): number;
  /** The number of an element that is multiplied on the left by a linear map. */
  move(own: number, by: Share): number;
  readonly dial: Coordinate;
  /** The number of an element that is near to a similarity. */
  of(nearest: Similarity): number;
  readonly example: number;
}

/** A reflection, 0 or 1. */
export const flip: Beside = {
  draw: (random) => (random.uniform() < 0.5 ? 0 : 1),
  move: (own, { flipped }) => (flipped ? 1 - own : own),
  dial: { name: "Mirrored", range: [0, 1], step: 1 },
  of: ({ flipped }) => (flipped ? 1 : 0),
  example: 1,
};
/** Logarithm of a scale. */
export const scale: Beside = {
  draw: (random) => random.normal(),
  move: (own, { scale: factor }) => own + Math.log(factor),
  dial: { name: "Logarithm of scale", range: [-1.5, 1.5], step: 0.01 },
  of: ({ scale: factor }) => Math.log(factor),
  example: 0.4,
};

export const besides = (beside: Beside | undefined, random: Random): number[] => (beside ? [beside.draw(random)] : []);
export const dialBeside = (beside: Beside | undefined): Coordinate[] => (beside ? [beside.dial] : []);

/** A rotation in degrees, once round. */
export const turnDial = (name: string): Coordinate => ({ name, range: [-180, 180], step: 1, unit: "°" });
export type { Beside };
