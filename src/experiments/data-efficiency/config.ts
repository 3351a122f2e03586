import { conflictsIn } from "../../config/comparison.ts";
import { problemWith } from "../../config/field.ts";
import { type Config, fields } from "../../config/schema.ts";
import type { ConfigFor } from "../experiment.ts";
import type { Model } from "./published.ts";

const passesOf = ({ systems, batch }: Config): number => Math.floor(systems / Math.min(batch, systems));

/** How often a config's training sees every system. */
const epochsOf = (config: Config): number => Math.max(1, Math.round(config.steps / passesOf(config)));

/**
 * A config with another model and size of the training set, and as many epochs: what the published curve keeps
 * (specification 8.5). Batches are as large as the training set where that is smaller.
 */
export const dataEfficiencyConfig: ConfigFor = (base, [size, model]) => {
  const systems = Number(size);
  const sized = { ...base, model: model as Model, systems, batch: Math.min(base.batch, systems) };
  const steps = epochsOf(base) * passesOf(sized);
  const evaluations = Math.max(1, Math.round(base.steps / base.evaluate));
  const config = { ...sized, steps, evaluate: Math.max(1, Math.round(steps / evaluations)) };
  for (const name of ["systems", "steps"] as const) {
    const problem = problemWith(name, fields[name], config[name]);
    if (problem) throw new RangeError(`For ${systems} systems ${problem}.`);
  }
  const [conflict] = conflictsIn(config);
  if (conflict) throw new RangeError(`${model} does not go with these settings: ${conflict.reason}.`);
  return config;
};
