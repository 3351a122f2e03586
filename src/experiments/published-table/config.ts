import type { Config } from "../../config/schema.ts";
import { dimensionOf } from "../../config/tasks.ts";
import { withGroup } from "../../config/with-group.ts";
import { setTransformerLike } from "../../tasks/constellations/companions.ts";
import type { ConfigFor } from "../experiment.ts";

/** The network of a choice, all of one size, and what its training set is moved by. */
export const publishedTableConfig: ConfigFor = (base, [set, network]) => {
  if (dimensionOf(base) !== 2) throw new RangeError("The published table is of shapes in the plane.");
  const trained: Config = { ...base, model: "lietransformer", augment: set as Config["augment"], compare: "none" };
  return network === "set-transformer" ? setTransformerLike(trained) : withGroup(trained, network as string);
};
