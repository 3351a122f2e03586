import { choice, text } from "../field.ts";
import { modelNames } from "../models.ts";
import type { Config, Conflict } from "../schema.ts";
import { traitsOf } from "../tasks.ts";

export const heading = "Network";

export const fields = {
  model: choice(
    [
      "Model",
      "The equivariant network, or a baseline on raw coordinates: the Set Transformer for shapes; for molecules a Deep Sets net on distances; for particles a fully connected net for the potential (hfc) or for the motion itself (fc). The SE(3)-Transformer and the tensor field network have features that turn with the input instead of lifted elements. The Linformer has fewer keys than positions, SAGPool keeps some nodes of a graph, time attention sees the time between events, and cross-dimensional attention has a map for each axis of a grid.",
    ],
    modelNames,
    "lietransformer",
    { offers: (option, settings) => traitsOf(settings).models.includes(option) },
  ),
  compare: text(
    [
      "Compare with",
      "What trains beside it on the same batches: up to three, separated by semicolons, each another model (hfc) or what it changes (group:T2,layers:2). Empty for the usual baseline, none for nothing.",
    ],
    "",
  ),
} as const;

export function conflicts(config: Config): Conflict[] {
  if (traitsOf(config).models.includes(config.model)) return [];
  return [
    {
      reason: `${config.model} does not learn ${config.task}`,
      fix: { model: traitsOf(config).models[0] as Config["model"] },
    },
  ];
}
