import type { Config } from "../../config/schema.ts";

/** What trains beside a config where it does not say: the same network, which sees the order of events alone. */
export const companionsOf = (config: Config): Config[] =>
  config.time_kernel === "none" && config.time_feature === "none"
    ? []
    : [{ ...config, time_kernel: "none", time_feature: "none", epicentres: "none", kinds_seen: "yes" }];
