import type { Presets } from "./presets.ts";

/** Air of Beijing at a size that two cores learn in minutes. */
const quick = {
  task: "air",
  model: "cdsa",
  group: "SE3",
  layers: 2,
  width: 16,
  heads: 2,
  guesses: "told",
  hours: 24,
  batch: 2,
  rate: 3e-3,
  steps: 700,
  evaluate: 100,
  tests: 16,
} as const;

export const air: Presets = {
  "air-quick": { title: "Air of Beijing", changes: quick, trained: true },
};
