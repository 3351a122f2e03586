import { whole } from "../field.ts";
import type { Config, Conflict } from "../schema.ts";

export const heading = "Network";
export const when = { model: ["lietransformer", "set-transformer"] };

export const fields = {
  layers: whole(["Layers", "Blocks of attention and point-wise net."], 1, 12, 3),
  width: whole(["Width", "Channels; a multiple of the heads."], 4, 256, 32),
  heads: whole(["Heads", "Attention heads."], 1, 16, 4),
} as const;

export function conflicts({ width, heads }: Config): Conflict[] {
  if (width % heads === 0) return [];
  const near = Math.ceil(width / heads) * heads;
  const fitting = near <= fields.width.range.max ? near : near - heads;
  return [{ reason: `width ${width} is not a multiple of ${heads} heads`, fix: { width: fitting } }];
}
