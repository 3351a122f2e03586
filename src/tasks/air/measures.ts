import type { Measures } from "../metric.ts";

export const measures: Measures = {
  loss: "powers of ten",
  metrics: [
    {
      name: "points",
      title: "Error of single entries",
      help: "Mean absolute error, in standard deviations, where a tenth of all entries is hidden, of validation hours. Dotted: a line through the hours before and after",
      better: "lower",
      scale: "powers of ten",
      beside: { name: "time", title: "a line in time" },
    },
    {
      name: "blocks",
      title: "Error of stretches",
      help: "The same where a fifth is hidden as stretches of half a window. Dotted: the other stations, by the inverse of their distance",
      better: "lower",
      scale: "powers of ten",
      beside: { name: "place", title: "other stations" },
    },
  ],
};
