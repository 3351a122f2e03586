import { choice, whole } from "../field.ts";
import type { Config, Conflict } from "../schema.ts";

export const heading = "Task";
export const when = { task: ["sequences"] };

export const fields = {
  sequence: choice(
    ["Sequences", "recall: the symbol after the one marked place. frequency: how often a noisy wave comes and goes."],
    ["recall", "frequency"],
    "recall",
  ),
  positions: whole(
    ["Positions", "Tokens of a sequence: n. Full attention costs its square, the Linformer n times k."],
    16,
    4096,
    128,
  ),
  classes: whole(["Classes", "Symbols that are recalled, or frequencies that are told apart."], 2, 16, 8),
} as const;

/** As many classes of waves as the places of a sequence tell apart: below half the sampling rate. */
export function conflicts({ sequence, positions, classes }: Config): Conflict[] {
  if (sequence !== "frequency" || 4 * classes < positions) return [];
  return [
    {
      reason: `${positions} positions do not tell ${2 * classes} waves from fewer`,
      fix: { positions: 4 * classes + 4 },
    },
  ];
}
