import { affine, BasisError } from "./affine.ts";
import { dihedral } from "./dihedral.ts";
import { e2 } from "./e2.ts";
import { e3, o3 } from "./e3.ts";
import type { Group } from "./group.ts";
import { rx, tx, ty } from "./one-axis.ts";
import { icosahedral, octahedral, tetrahedral } from "./polyhedral.ts";
import { rxSo2 } from "./rx-so2.ts";
import { se2 } from "./se2.ts";
import { se2Grid } from "./se2-grid.ts";
import { se2R } from "./se2-r.ts";
import { se3 } from "./se3.ts";
import { se3CanonicalQuaternion, se3Quaternion } from "./se3-quaternion.ts";
import { sim2 } from "./sim2.ts";
import { so2 } from "./so2.ts";
import { so3 } from "./so3.ts";
import { so3R } from "./so3-r.ts";
import { t1, t2, t3 } from "./translations.ts";
import { trivial2, trivial3 } from "./trivial.ts";

/** Every group with a name of its own. A new one is two files and a line here. */
export const groups: readonly Group[] = [
  t2,
  se2,
  se2Grid,
  e2,
  dihedral,
  sim2,
  so2,
  rxSo2,
  tx,
  ty,
  rx,
  trivial2,
  t1,
  t3,
  se2R,
  so3,
  so3R,
  se3,
  se3CanonicalQuaternion,
  se3Quaternion,
  o3,
  e3,
  tetrahedral,
  octahedral,
  icosahedral,
  trivial3,
];

/** @throws Error naming the groups there are. */
export function groupNamed(name: string): Group {
  const group = groups.find((candidate) => candidate.name === name);
  if (!group) throw new Error(`There is no group ${name}; there are ${groups.map((g) => g.name).join(", ")}.`);
  return group;
}

/** The group that is given by generators. */
const BY_BASIS = "custom";
export const takesBasis = (name: unknown): boolean => name === BY_BASIS;

/** Names of the groups a config may choose for points of a dimension. */
export const groupNames = (dimension: 2 | 3): string[] => [
  ...groups.filter(({ pointDim }) => pointDim === dimension).map(({ name }) => name),
  BY_BASIS,
];

/** What stands in for a group that acts on another dimension: rotations and translations. */
export const usualGroup = (dimension: 2 | 3): string => (dimension === 2 ? se2 : se3).name;

/** Checking a box takes tens to hundreds of milliseconds, and many ask for the same group: refusals are kept as well. */
let latest: { readonly key: string; readonly group: Group | BasisError } | null = null;

function groupOrRefusal(generators: string, box: string): Group | BasisError {
  try {
    return affine({ name: BY_BASIS, generators, box });
  } catch (error) {
    if (error instanceof BasisError) return error;
    throw error;
  }
}

/**
 * The group a config names, built from its generators where it is given by them.
 * @throws Error if there is none of that name, BasisError if the generators make no group
 */
export function groupOf({ group, generators, box }: { group: string; generators: string; box: string }): Group {
  if (!takesBasis(group)) return groupNamed(group);
  const key = `${generators}|${box}`;
  if (latest?.key !== key) latest = { key, group: groupOrRefusal(generators, box) };
  if (latest.group instanceof BasisError) throw latest.group;
  return latest.group;
}
