import type { Measures } from "../metric.ts";

/** States of the roll-outs that are scored: the training chunk's length in the paper, and a long one. */
export const SHORT = 5;
export const LONG = 100;

/** Squared error of short roll-outs. */
export const measures: Measures = {
  loss: "powers of ten",
  metrics: [
    {
      name: String(SHORT),
      title: `Error, ${SHORT} states`,
      help: "Mean squared error of roll-outs of validation systems, which it has not seen",
      better: "lower",
      scale: "powers of ten",
    },
  ],
};
