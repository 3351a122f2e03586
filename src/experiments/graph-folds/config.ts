import type { Config } from "../../config/schema.ts";
import type { ConfigFor } from "../experiment.ts";

/** The network of a choice: a collection, which network, and the fold that tests it. */
export const graphFoldsConfig: ConfigFor = (base, [collection, network, fold]) => ({
  ...base,
  collection: collection as Config["collection"],
  ...(network === "gcn" ? { model: "gcn" } : { model: "sagpool", hierarchy: network as Config["hierarchy"] }),
  fold: Number(fold),
  compare: "none",
});
