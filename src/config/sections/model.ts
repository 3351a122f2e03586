import { choice } from "../field.ts";
import type { Config, Conflict } from "../schema.ts";
import { traitsOf } from "../tasks.ts";

export const heading = "Network";

export const fields = {
  model: choice(
    [
      "Model",
      "The equivariant network, or a baseline on raw coordinates: the Set Transformer for shapes; for particles a fully connected net for the potential (hfc) or for the motion itself (fc).",
    ],
    ["lietransformer", "set-transformer", "hfc", "fc"],
    "lietransformer",
    { offers: (option, settings) => traitsOf(settings).models.includes(option) },
  ),
} as const;

export function conflicts(config: Config): Conflict[] {
  if (traitsOf(config).models.includes(config.model)) return [];
  return [{ reason: `${config.model} does not learn ${config.task}`, fix: { model: "lietransformer" } }];
}
