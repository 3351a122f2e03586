import type { Config } from "../config/schema.ts";
import type { Start } from "../config/starts.ts";
import type { OutsideName } from "../lie/membership.ts";
import type { Motion } from "../lie/motion.ts";
import type { Example } from "./example.ts";

/** Which input, how it is moved now, and the motions whose answers are wanted beside that. */
export interface SurveyRequest {
  readonly task: Config["task"];
  readonly example: Example;
  /** Of particles: where some of them start instead. */
  readonly starts?: readonly Start[];
  readonly motion: Motion;
  readonly lift: "moved" | "fresh" | "left";
  /** `MOST_MOTIONS` at most. */
  readonly orbit: readonly Motion[];
}

/** What one network answers for the motions of an orbit. */
export interface Orbit {
  /** |y' - y| / |y| of its outputs y. */
  readonly change: readonly number[];
  /**
   * Probability that it gives to the truth; of an input without one, to what it answers for it as given; of a forecast, one
   * less its change.
   */
  readonly truth: readonly number[];
  /** Whether its answer is the truth, or the one as given; of a forecast, whether it follows to a hundredth of its size. */
  readonly right: readonly boolean[];
}

/** Relative change of the features after a layer, or of the output. */
export interface Rung {
  /** Of what, where it is not of all features after a layer. */
  readonly name?: string;
  /** By rounding: the same points in another order, which sums add up differently. */
  readonly floor: number;
  /** Under the motion of now. */
  readonly moved: number;
  /** The largest over random elements of the network's group; null for a network without one. */
  readonly own: number | null;
  /** Under a motion that the group lacks; null where it lacks none. */
  readonly outside: number | null;
}

export interface Surveyed {
  readonly orbit: Orbit;
  /** Layer by layer, the output last. */
  readonly ladder: readonly Rung[];
  /** The motion that the group lacks. */
  readonly outside: OutsideName | null;
}

/** What all networks answer along an orbit, and how far their layers follow. */
export interface Survey {
  readonly request: SurveyRequest;
  /** One an entrant. */
  readonly networks: readonly Surveyed[];
}
