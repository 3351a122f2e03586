import type { Config } from "../../config/schema.ts";

/** What trains beside a config where it does not say: the same convolutions, with every node to the end. */
export const companionsOf = (config: Config): Config[] => (config.model === "gcn" ? [] : [{ ...config, model: "gcn" }]);
