import type { Measures } from "../metric.ts";

/** Squared errors, as published: of places, and of velocities. */
export const measures: Measures = {
  loss: "powers of ten",
  metrics: [
    {
      name: "position",
      title: "Error of places",
      help: "Mean squared error of predicted places of validation systems, an axis at a time. Dotted: each goes on at its velocity",
      better: "lower",
      scale: "powers of ten",
      beside: { name: "coastingPosition", title: "constant velocity" },
    },
    {
      name: "velocity",
      title: "Error of velocities",
      help: "The same of predicted velocities. Dotted: each keeps its own",
      better: "lower",
      scale: "powers of ten",
      beside: { name: "coastingVelocity", title: "constant velocity" },
    },
  ],
};
