import type { Presets } from "./presets.ts";

/**
 * Springs at a size that a software adapter learns in minutes. Without a norm, features keep their size, and a product of
 * content and location can be what a pair's energy is: k_i k_j times a function of place.
 */
const springs = {
  task: "particles",
  group: "T2",
  layers: 1,
  kernel: 8,
  combine: "multiply",
  norm: "none",
  activation: "swish",
  steps: 1000,
  batch: 25,
  tests: 200,
  evaluate: 100,
} as const;

/** The published configuration (specification 8.5): 200 epochs of 3000 systems. */
const paper = {
  ...springs,
  combine: "sum",
  norm: "layer_pre",
  layers: 5,
  width: 160,
  heads: 8,
  kernel: 16,
  systems: 3000,
  steps: 6000,
  batch: 100,
  rate: 1e-3,
  tests: 2000,
  evaluate: 300,
} as const;

export const particles: Presets = {
  "springs-quick": {
    title: "Springs: six particles",
    changes: springs,
    // Springs with T2 know shifts; forces hide the motions at first.
    view: { rotate: 0, yaw: 0, pitch: 0, arrows: "hidden" },
    trained: true,
  },
  "springs-paper": { title: "Springs, published size", changes: paper },
};
