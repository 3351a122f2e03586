import type { Group } from "./group.ts";
import { se2 } from "./se2.ts";
import { se2Grid } from "./se2-grid.ts";
import { t2 } from "./t2.ts";
import { trivial2 } from "./trivial2.ts";

/** Every group there is. A new one is two files and a line here. */
export const groups: readonly Group[] = [t2, se2, se2Grid, trivial2];

/** @throws Error naming the groups there are. */
export function groupNamed(name: string): Group {
  const group = groups.find((candidate) => candidate.name === name);
  if (!group) throw new Error(`There is no group ${name}; there are ${groups.map((g) => g.name).join(", ")}.`);
  return group;
}
