import * as v from "valibot";
import { type Settings, text, whole } from "../field.ts";

export const heading = "Task";
export const when = { task: ["classification"] };

export const setDimension = ({ space }: Settings): 2 | 3 => (space === 3 ? 3 : 2);

/** What a set is called: a file that comes with the page, or one that this browser keeps. */
const name = v.pipe(
  v.string(),
  v.regex(/^[\w./-]{1,120}$/, "the name of a set, data/.. or own/.., of letters, digits and . / - _"),
  // No other place than beside the page: neither above it nor on another server.
  v.check(
    (path) => /^(data|own)\/[^/]/.test(path) && !path.split("/").includes(".."),
    "the name of a set, data/.. or own/..",
  ),
);

export const fields = {
  set: text(
    ["Set", "Labelled clouds to learn from: a set that comes with the page, or one of your own."],
    "data/outlines.csv",
    name,
  ),
  space: whole(["Dimension", "Of the space that the set's points lie in."], 2, 3, 2),
  slots: whole(["Points", "Points that a cloud of the set has at most."], 1, 256, 12),
  kinds: whole(["Kinds", "How many kinds of clouds there are to tell apart."], 2, 64, 3),
} as const;
