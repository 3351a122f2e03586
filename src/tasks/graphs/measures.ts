import { collections } from "../../config/collections.ts";
import type { Config } from "../../config/schema.ts";
import type { Measures } from "../metric.ts";

export const measuresOf = ({ collection }: Config): Measures => ({
  loss: "from zero",
  // As published: training waits for a lower validation loss.
  deciding: "surprise",
  metrics: [
    {
      name: "valid",
      title: "Right answers",
      help: `Share of validation graphs whose class is told. Dotted: always the largest class of ${collection}`,
      better: "higher",
      scale: [1 / collections[collection].classes / 2, 1],
      beside: { name: "majority", title: "largest class" },
    },
    {
      name: "surprise",
      title: "Validation loss",
      help: "Mean cross entropy of validation graphs, in nats",
      better: "lower",
      scale: "powers of ten",
    },
  ],
});
