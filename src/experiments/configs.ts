import { dataEfficiencyConfig } from "./data-efficiency/config.ts";
import type { ConfigFor } from "./experiment.ts";
import { publishedTableConfig } from "./published-table/config.ts";

/** How each experiment's networks are made of its settings, by its name. */
export const configs: Readonly<Record<string, ConfigFor>> = {
  "data-efficiency": dataEfficiencyConfig,
  "published-table": publishedTableConfig,
};
