import { heldWithoutLift, lifts } from "../config/models.ts";
import { MOST_MOTIONS } from "../config/orbit.ts";
import type { Config } from "../config/schema.ts";
import type { Group } from "../lie/group.ts";
import { drawMotionOf, motionOutside, type OutsideName } from "../lie/membership.ts";
import { atRest, type Motion } from "../lie/motion.ts";
import { groupNamed, groupOf } from "../lie/registry.ts";
import { RandomStream } from "../random/random-stream.ts";
import type { Lift } from "./stabiliser.ts";
import type { Rung, SurveyRequest } from "./survey.ts";
import type { Trained } from "./trained.ts";

/** Random elements of its group that each network is tried with. */
const ELEMENTS = 4;

/** Places in a survey's batch: as given, in another order, as moved, elements of the group, a motion that it lacks, the orbit. */
export const GIVEN = 0;
const REORDERED = 1;
const MOVED = 2;
const OWN = 3;
const OUTSIDE = OWN + ELEMENTS;
export const ORBIT = OUTSIDE + 1;
export const COPIES = ORBIT + MOST_MOTIONS;

/** A copy of an input: how it is moved and lifted. */
export interface Copy {
  readonly motion: Motion;
  readonly lift: Lift;
  /** Which of the input's points stands in which place; each in its own where left out. */
  readonly order?: readonly number[];
}

export const asGiven: Copy = { motion: atRest, lift: "left" };

/** A group whose elements a network is tried with, and how many samples its lift has. */
export interface Tried {
  readonly group: Group;
  readonly samples: number;
}

/** The group of each network; for one that holds none, that of the first that does. */
export function triedBy(trained: readonly Trained[]): Tried[] {
  const first = (trained.find(({ config }) => holds(config)) ?? trained[0]) as Trained;
  const triedOf = (config: Config): Tried => {
    const held = heldWithoutLift(config);
    return held ? { group: groupNamed(held), samples: 1 } : { group: groupOf(config), samples: config.samples };
  };
  return trained.map(({ config }) => triedOf(holds(config) ? config : first.config));
}

/** Whether a network follows the motions of some group. */
const holds = (config: Config): boolean => lifts(config) || heldWithoutLift(config) !== null;

export interface SurveyPlan {
  /** In the places above. */
  readonly copies: readonly Copy[];
  /** The name of the motion that the group lacks, null where it lacks none. */
  readonly outside: OutsideName | null;
}

/**
 * All copies of an input of so many points that a survey asks about.
 * @param seed of the elements that are drawn, with the input's index
 */
export function surveyPlan(
  { group, samples }: Tried,
  { motion, lift, orbit }: Pick<SurveyRequest, "motion" | "lift" | "orbit">,
  { points, seed, index }: { points: number; seed: number; index: number },
): SurveyPlan {
  const random = new RandomStream(seed, "elements to try", index);
  const order = Array.from({ length: points }, (_, k) => k);
  random.shuffle(order);
  const outside = motionOutside(group, samples);
  const copies: Copy[] = [
    asGiven,
    { ...asGiven, order },
    { motion, lift },
    ...Array.from({ length: ELEMENTS }, () => ({ motion: drawMotionOf(group, samples, random), lift })),
    { motion: outside?.motion ?? atRest, lift },
    ...Array.from({ length: MOST_MOTIONS }, (_, k) => ({ motion: orbit[k] ?? atRest, lift })),
  ];
  return { copies, outside: outside?.name ?? null };
}

/** A rung of the ladder from what each copy changes. @param config of the network: one without a group has no elements */
export const rungOf = (config: Config, { outside }: SurveyPlan, changeOf: (copy: number) => number): Rung => ({
  floor: changeOf(REORDERED),
  moved: changeOf(MOVED),
  own: holds(config) ? Math.max(...Array.from({ length: ELEMENTS }, (_, k) => changeOf(OWN + k))) : null,
  outside: outside === null ? null : changeOf(OUTSIDE),
});
