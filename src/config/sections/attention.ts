import { choice, type Settings, whole } from "../field.ts";
import { lifts } from "../models.ts";
import type { Config, Conflict } from "../schema.ts";
import { traitsOf } from "../tasks.ts";

export const heading = "Network";
export const when = {
  model: [
    "lietransformer",
    "set-transformer",
    "deep-sets",
    "se3-transformer",
    "tensor-field",
    "time-attention",
    "linformer",
    "cdsa",
  ],
};

/** Networks whose features are fibres have channels of each degree instead. */
const ofFibres = ({ model }: Settings): boolean => model === "se3-transformer" || model === "tensor-field";

export const fields = {
  layers: whole(["Layers", "Blocks of attention and point-wise net."], 1, 12, 3),
  width: whole(["Width", "Channels; a multiple of the heads."], 4, 256, 32, {
    applies: (settings) => !ofFibres(settings),
  }),
  heads: whole(["Heads", "Attention heads."], 1, 16, 4, { applies: ({ model }) => model !== "tensor-field" }),
  pool: choice(
    ["Pooling", "How the features of points, elements or positions become one."],
    ["mean", "max", "sum"],
    "mean",
    {
      applies: (settings) =>
        settings.model === "linformer" || ((lifts(settings) || ofFibres(settings)) && !traitsOf(settings).vectors),
    },
  ),
} as const;

export function conflicts(config: Config): Conflict[] {
  const { width, heads } = config;
  if (ofFibres(config) || width % heads === 0) return [];
  const near = Math.ceil(width / heads) * heads;
  const fitting = near <= fields.width.range.max ? near : near - heads;
  return [{ reason: `width ${width} is not a multiple of ${heads} heads`, fix: { width: fitting } }];
}
