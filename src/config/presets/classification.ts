import type { Presets } from "./presets.ts";

/** Sets of the visitor's own begin from the settings of this one. */
export const classification: Presets = {
  outlines: {
    title: "Outlines: circles, squares, triangles",
    changes: {
      task: "classification",
      layers: 2,
      width: 32,
      heads: 4,
      kernel: 8,
      features: "distances",
      rate: 5e-3,
      steps: 300,
      tests: 60,
    },
    view: { layer: 0, head: 0 },
    trained: true,
  },
};
