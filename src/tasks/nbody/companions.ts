import type { Config } from "../../config/schema.ts";

/** What trains beside a config where it does not say: attention that holds no motion. */
export const companionsOf = (config: Config): Config[] =>
  config.model === "set-transformer" ? [] : [{ ...config, model: "set-transformer" }];
