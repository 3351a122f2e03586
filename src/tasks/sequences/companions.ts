import type { Config } from "../../config/schema.ts";

/** Positions from which on full attention may not fit, and no longer trains beside. */
const LONG = 512;

/** What trains beside a config where it does not say: the same network with full attention. */
export const companionsOf = (config: Config): Config[] =>
  config.projection === "none" || config.positions > LONG ? [] : [{ ...config, projection: "none" }];
