import { dataEfficiency } from "./data-efficiency/experiment.ts";
import type { Experiment } from "./experiment.ts";
import { graphFolds } from "./graph-folds/experiment.ts";
import { moleculeErrors } from "./molecule-errors/experiment.ts";
import { publishedTable } from "./published-table/experiment.ts";

/** Every experiment: a new one is a folder, and a line here and in `configs.ts`. */
export const experiments: readonly Experiment[] = [dataEfficiency, publishedTable, moleculeErrors, graphFolds];

/** @throws Error naming the experiments there are */
export function experimentNamed(name: string): Experiment {
  const found = experiments.find((one) => one.name === name);
  if (!found) throw new Error(`there is no experiment ${name}; there are ${experiments.map((e) => e.name).join(", ")}`);
  return found;
}
