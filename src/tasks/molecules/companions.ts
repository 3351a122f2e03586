import type { Config } from "../../config/schema.ts";

/** The plain transformer: the same network that sees places as they are. */
const plainTransformer = (config: Config): Config => ({ ...config, group: "Trivial3", samples: 1 });

/** What trains beside a config where it does not say: a network without its symmetry. */
export const companionsOf = (config: Config): Config[] =>
  config.model === "lietransformer" && config.group !== "Trivial3" ? [plainTransformer(config)] : [];
