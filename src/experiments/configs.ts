import { dataEfficiencyConfig } from "./data-efficiency/config.ts";
import type { ConfigFor } from "./experiment.ts";
import { graphFoldsConfig } from "./graph-folds/config.ts";
import { moleculeErrorsConfig } from "./molecule-errors/config.ts";
import { publishedTableConfig } from "./published-table/config.ts";

/** How each experiment's networks are made of its settings, by its name. */
export const configs: Readonly<Record<string, ConfigFor>> = {
  "data-efficiency": dataEfficiencyConfig,
  "graph-folds": graphFoldsConfig,
  "molecule-errors": moleculeErrorsConfig,
  "published-table": publishedTableConfig,
};
