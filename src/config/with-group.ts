import { groupOf } from "../lie/registry.ts";
import { type Config, mended } from "./schema.ts";

/** Samples of a grid of rotations that has none yet: quarter turns. */
const GRID = 4;

/** The config with another group, and what must change with it. */
export function withGroup(config: Config, group: string): Config {
  const changed = mended({ ...config, group });
  const { stabiliser } = groupOf(changed);
  // A grid of one rotation is none.
  const grid = stabiliser.kind === "finite" && changed.samples === 1;
  return grid ? mended({ ...changed, samples: GRID }) : changed;
}
