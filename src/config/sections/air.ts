import { choice, real, whole } from "../field.ts";

export const heading = "Task";
export const when = { task: ["air"] };

export const fields = {
  hours: whole(["Hours", "Of a window that is filled in; hidden blocks are half as long."], 4, 96, 48),
  hiding: choice(
    ["Hidden", "What training hides: single entries, stretches of a station's measurement, or both in turn."],
    ["both", "points", "blocks"],
    "both",
  ),
  hidden_share: real(
    ["Hidden share", "Of the entries that were measured, at most; at least a tenth."],
    0.1,
    0.8,
    0.05,
    0.5,
  ),
} as const;
