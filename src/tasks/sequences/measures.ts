import type { Measures } from "../metric.ts";

export const measures: Measures = {
  loss: "from zero",
  metrics: [
    {
      name: "accuracy",
      title: "Right answers",
      help: "Share of validation sequences whose class is told. Dotted: a guess",
      better: "higher",
      scale: [0, 1],
      beside: { name: "guess", title: "a guess" },
    },
  ],
};
