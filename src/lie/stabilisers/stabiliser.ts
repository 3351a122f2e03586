import type { Group } from "../group.ts";
import type { Share } from "../membership.ts";

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
  /** A sample or more to try a group with, none of them the neutral element where there are others. */
  readonly examples: readonly (readonly number[])[];
}

/** What may stand beside an angle or a quaternion: one number more. */
interface Beside {
  draw(random: Random): number;
  /** The number of an element that is multiplied on the left by a linear map. */
  move(own: number, by: Share): number;
  readonly example: number;
}

/** A reflection, 0 or 1. */
export const flip: Beside = {
  draw: (random) => (random.uniform() < 0.5 ? 0 : 1),
  move: (own, { flipped }) => (flipped ? 1 - own : own),
  example: 1,
};
/** Logarithm of a scale. */
export const scale: Beside = {
  draw: (random) => random.normal(),
  move: (own, { scale: factor }) => own + Math.log(factor),
  example: 0.4,
};

export const besides = (beside: Beside | undefined, random: Random): number[] => (beside ? [beside.draw(random)] : []);
export type { Beside };
