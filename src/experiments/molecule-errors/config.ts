import type { Config } from "../../config/schema.ts";
import { withGroup } from "../../config/with-group.ts";
import type { ConfigFor } from "../experiment.ts";

/** The network of a choice: a property, a symmetry, and what training molecules are moved by. */
export const moleculeErrorsConfig: ConfigFor = (base, [target, symmetry, augmented]) => {
  const config: Config = {
    ...base,
    target: target as Config["target"],
    augmented: augmented as Config["augmented"],
    compare: "none",
    // Rotations alone are about a point of the molecule.
    ...(symmetry === "SO3" ? { centre: "mass" as const } : {}),
  };
  return symmetry === "deep-sets"
    ? { ...config, model: "deep-sets" }
    : withGroup({ ...config, model: "lietransformer" }, symmetry as string);
};
