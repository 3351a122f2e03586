import { heldWithoutLift, lifts, models } from "../../config/models.ts";
import type { Config } from "../../config/schema.ts";
import { dimensionOf, traitsOf } from "../../config/tasks.ts";
import type { Group } from "../../lie/group.ts";
import { holds } from "../../lie/membership.ts";
import type { Motion } from "../../lie/motion.ts";
import { groupNamed, groupOf } from "../../lie/registry.ts";
import { nearestSimilarity } from "../../lie/similarity.ts";
import type { Rung, Surveyed } from "../../tasks/survey.ts";
import { figure } from "../../text/figure.ts";

const AT_REST = 1e-6;
/** A change this many times the floor is more than rounding. */
const ROUNDING = 30;

/** Names of what a motion does. */
function partsOf(motion: Motion, dimension: 2 | 3): string[] {
  const { scale, rotation, flipped } = nearestSimilarity(motion.linear, dimension);
  const sheared = !near(
    motion.linear.map((value, k) => value / (k === 8 && dimension === 2 ? 1 : scale)),
    flipped ? mirrored(rotation, dimension) : rotation,
  );
  return [
    ...(near(motion.shift, [0, 0, 0]) ? [] : ["shifted"]),
    ...(isUnturned(rotation, flipped, dimension) ? [] : ["turned"]),
    ...(flipped ? ["mirrored"] : []),
    ...(Math.abs(scale - 1) < AT_REST ? [] : ["scaled"]),
    ...(sheared ? ["stretched"] : []),
  ];
}

/** The mirror image of y alone is no turn; in space an inversion and half a turn make it. */
function isUnturned(rotation: readonly number[], flipped: boolean, dimension: 2 | 3): boolean {
  const expected = flipped && dimension === 3 ? [-1, 0, 0, 0, 1, 0, 0, 0, -1] : [1, 0, 0, 0, 1, 0, 0, 0, 1];
  return near(rotation, expected);
}

const near = (a: readonly number[], b: readonly number[]): boolean =>
  a.every((value, k) => Math.abs(value - (b[k] as number)) < AT_REST);

const mirrored = (rotation: readonly number[], dimension: 2 | 3): number[] =>
  rotation.map((value, k) => (dimension === 2 ? (k % 3 === 1 ? -value : value) : -value));

const list = (words: readonly string[]): string => new Intl.ListFormat("en").format(words);

const rotationsOf = {
  any: "rotations",
  grid: "the rotations of its grid",
  vertical: "rotations about the vertical",
} as const;

/** What a group holds, in words. */
export function symmetriesOf({ name, invariance, generators }: Group): string {
  const { translation, rotation, reflection, scale } = invariance;
  const about = translation === false ? " about the origin" : "";
  const held = [
    ...(translation === true ? ["shifts"] : translation ? [`shifts along ${translation}`] : []),
    ...(rotation === "none" ? [] : [rotationsOf[rotation] + about]),
    ...(reflection || name === "T2xD" ? ["mirror images"] : []),
    ...(scale ? [`scalings${about}`] : []),
    ...(generators ? ["its own generators"] : []),
  ];
  return held.length === 0 ? "no motion at all" : list(held);
}

/** Degrees by which a rotation of the plane misses the nearest of a grid. */
function missedBy(linear: readonly number[], steps: number): number {
  const apart = 360 / steps;
  const angle = (Math.atan2(linear[3] as number, linear[0] as number) * 180) / Math.PI;
  return Math.abs(angle - apart * Math.round(angle / apart));
}

export interface Situation {
  readonly config: Config;
  readonly motion: Motion;
  readonly lift: "moved" | "fresh" | "left";
  readonly surveyed: Pick<Surveyed, "ladder">;
}

/** Whether a rung is no more than rounding. */
const isRounding = (change: number, { floor }: Rung): boolean => change <= ROUNDING * Math.max(floor, 1e-8);

/** Of a network whose features turn with the input, by a representation of a group. */
function whyHeld(group: Group, motion: Motion, output: Rung): string {
  const { moved, floor } = output;
  if (isRounding(moved, output)) {
    return `Its features turn with the input, by representations of ${group.name}, and nothing is drawn: only rounding is left, ${figure(moved)}, where ${figure(floor)} comes from adding in another order.`;
  }
  const parts = partsOf(motion, 3);
  if (!holds(group, 1, motion)) {
    const mirror =
      group.name === "SE3" && parts.includes("mirrored")
        ? " Kernels of odd order tell left from right: with parity even it holds mirror images too."
        : "";
    return `It holds ${symmetriesOf(group)}, and this input is ${list(parts)}: its answer changes by ${figure(moved)}.${mirror}`;
  }
  return `It holds this motion, and yet the answer changes by ${figure(moved)}, ${figure(moved / Math.max(floor, 1e-12))} times as much as adding in another order does.`;
}

/** Why a network's answer changes, or does not, in one sentence. */
export function whyOf({ config, motion, lift, surveyed }: Situation): string {
  const output = surveyed.ladder.at(-1);
  if (!output) return "";
  const { moved, outside, floor } = output;
  const dimension = dimensionOf(config);
  const parts = partsOf(motion, dimension);
  if (parts.length === 0) return "The input is where it was.";
  if (models[config.model].seesDistances) {
    return isRounding(moved, output)
      ? `It sees distances alone, which this motion keeps: only rounding is left, ${figure(moved)}.`
      : `It sees distances alone, and this motion changes them: its answer changes by ${figure(moved)}.`;
  }
  if (outside !== null && isRounding(outside, output) && isRounding(moved, output)) {
    return "It hardly looks at where points are: the control changes nothing either. What stays the same here proves nothing yet.";
  }
  const held = heldWithoutLift(config);
  if (held) return whyHeld(groupNamed(held), motion, output);
  if (!lifts(config)) {
    return isRounding(moved, output)
      ? "It has no symmetry built in; this motion happens to change nothing."
      : `It sees plain coordinates, and nothing ties its answer here to that before: it changes by ${figure(moved)}.`;
  }
  const group = groupOf(config);
  const name = config.group;
  const { kind } = group.stabiliser;
  const half = config.precision === "half" && !traitsOf(config).potential;
  const rounding = half
    ? `only rounding is left, of 16-bit numbers: ${figure(moved)}.`
    : `only rounding is left: ${figure(moved)}, where ${figure(floor)} comes from adding in another order.`;
  if (!holds(group, config.samples, motion)) {
    if (
      group.invariance.rotation === "grid" &&
      dimension === 2 &&
      !parts.includes("scaled") &&
      !parts.includes("stretched")
    ) {
      const steps = group.samplesMultiple === 2 ? config.samples / 2 : config.samples;
      const missed = missedBy(motion.linear, steps);
      if (missed > AT_REST && (!parts.includes("mirrored") || group.samplesMultiple === 2)) {
        return `${name} has ${steps} rotations, ${figure(360 / steps)}° apart, and this one misses the nearest by ${figure(missed)}°: its needles stay as they are while the cloud turns on.`;
      }
    }
    return `${name} holds ${symmetriesOf(group)}, and not every input that is ${list(parts)}: its answer may change, here by ${figure(moved)}.`;
  }
  if (kind === "random" && lift !== "moved" && !isRounding(moved, output)) {
    const drawn = lift === "fresh" ? "new samples are drawn" : "the samples stay as they are";
    return `${name} holds this motion, but ${drawn} for the moved copy: with ${config.samples} of each point, only the mean over many draws is the same. Let the lift move with the input to see it hold.`;
  }
  if (isRounding(moved, output)) return `${name} holds this motion: ${rounding}`;
  if (config.neighbours > 0) {
    return `${name} holds this motion, but each element attends to its ${config.neighbours} nearest alone, and rounding decides between two that are as near: ${figure(moved)}.`;
  }
  return `${name} holds this motion, and yet the answer changes by ${figure(moved)}, ${figure(moved / Math.max(floor, 1e-12))} times as much as adding in another order does.`;
}
