import type { Config } from "../config/schema.ts";
import { baselineOf } from "../engine/baseline.ts";

const titles: Readonly<Record<Config["model"], string>> = {
  lietransformer: "LieTransformer",
  "set-transformer": "Set Transformer",
  hfc: "HFC",
  fc: "FC",
};

export const modelTitle = (model: Config["model"]): string => titles[model];

/** What the models of a config are called: the main one, then the baseline beside it, if any. */
export function modelTitles(config: Config): readonly [main: string, ...baseline: string[]] {
  const baseline = baselineOf(config);
  return [modelTitle(config.model), ...(baseline ? [modelTitle(baseline.model)] : [])];
}
