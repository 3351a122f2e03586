import { choice, type Settings, whole } from "../field.ts";
import type { Config, Conflict } from "../schema.ts";

export const heading = "Network";
export const when = { model: ["linformer"] };

const projects = ({ projection }: Settings): boolean => projection !== "none";
const learned = ({ projection }: Settings): boolean => projection === "learned";

export const fields = {
  projection: choice(
    [
      "Projection",
      "What makes n keys and values k: a matrix that is learned for the places of a sequence, the mean or the largest of a window, weights of a window's places (convolution), or learned queries that weigh positions by their features, whatever their order (anchors). none is full attention.",
    ],
    ["learned", "mean", "max", "convolution", "anchors", "none"],
    "learned",
  ),
  kept_keys: whole(["Keys kept", "Keys and values that are left of all positions': k."], 1, 512, 16, {
    applies: projects,
  }),
  sharing: choice(
    ["Shared by", "Which matrices are one: none, those of all heads, or those of keys and values too."],
    ["none", "headwise", "key_value"],
    "headwise",
    { applies: learned },
  ),
  layerwise: choice(["Over layers", "Whether all layers share one projection."], ["no", "yes"], "no", {
    applies: learned,
  }),
} as const;

/** Whether keys are made of windows of positions that follow each other. */
const windows = ({ projection }: Config): boolean => !["none", "learned", "anchors"].includes(projection);

export function conflicts(config: Config): Conflict[] {
  const { task, positions, kept_keys: kept, projection } = config;
  if (task === "sequences" && projection !== "none" && kept > positions) {
    return [{ reason: `${positions} positions are no ${kept} keys`, fix: { kept_keys: positions } }];
  }
  if (!windows(config)) return [];
  if (task !== "sequences")
    return [{ reason: "points do not follow each other in windows", fix: { projection: "learned" } }];
  if (positions % kept === 0) return [];
  let fitting = Math.min(kept, positions);
  while (positions % fitting !== 0) fitting--;
  return [{ reason: `windows of ${positions} positions do not come to ${kept} keys`, fix: { kept_keys: fitting } }];
}
