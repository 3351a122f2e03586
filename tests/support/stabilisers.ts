import type { Group } from "../../src/lie/group.ts";

/** All rotations of a solid's stabiliser, unit quaternions; null of any other. */
export const solidOf = ({ stabiliser }: Group): readonly (readonly number[])[] | null =>
  stabiliser.kind === "finite" && stabiliser.size === 4 ? stabiliser.examples : null;

/** Whether points are lifted to elements number 0 .. S - 1. */
export const isGrid = ({ stabiliser }: Group): boolean => stabiliser.kind === "finite" && stabiliser.size === 1;

/** A sample that reflects; null where there is none. */
export const reflectionOf = ({ stabiliser: { kind, examples } }: Group): readonly number[] | null =>
  kind === "random"
    ? (examples.find((sample) => sample.length % 4 !== 0 && sample.length > 1 && sample.at(-1) === 1) ?? null)
    : null;

/** Samples that a test lifts with: all of a solid's, or as many as it likes. */
export const samplesOf = (group: Group, otherwise: number): number =>
  group.stabiliser.kind === "trivial" ? 1 : (solidOf(group)?.length ?? otherwise);
