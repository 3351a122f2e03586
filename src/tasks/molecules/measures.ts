import type { Config } from "../../config/schema.ts";
import { targets } from "../../molecules/targets.ts";
import type { Measures } from "../metric.ts";

/** Mean absolute error in the unit in which errors are published. */
export function measuresOf(config: Config): Measures {
  const { title, reportUnit } = targets[config.target];
  return {
    loss: "powers of ten",
    metrics: [
      {
        name: "valid",
        title: `Error, ${reportUnit}`,
        help: `Mean absolute error of the ${title.toLowerCase()} of validation molecules, which it has not seen. Dotted: the least-squares fit on how many atoms of each element there are`,
        better: "lower",
        scale: "powers of ten",
        beside: { name: "linear", title: "counts alone" },
      },
    ],
    unit: reportUnit,
  };
}
