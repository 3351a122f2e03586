import { choice, whole } from "../field.ts";
import type { Config, Conflict } from "../schema.ts";

export const heading = "Task";
export const when = { task: ["nbody"] };

/** Groups whose elements are a frame for vectors, or have one for all. */
const FRAMES = ["SE3", "T3", "Trivial3"];

export function conflicts({ model, group }: Config): Conflict[] {
  if (model !== "lietransformer" || FRAMES.includes(group)) return [];
  return [{ reason: `elements of ${group} are no frames that vectors could be told in`, fix: { group: "SE3" } }];
}

export const fields = {
  bodies: whole(["Bodies", "Charged particles of a system, each of charge +1 or -1."], 2, 20, 5),
  ahead: whole(["Time ahead", "Tenths of time from the state that is given to the one that is predicted."], 1, 40, 10),
  walls: choice(
    ["Walls", "Elastic walls at ±5, which no motion of the input moves along: they break the data's symmetry."],
    ["no", "yes"],
    "no",
  ),
} as const;
