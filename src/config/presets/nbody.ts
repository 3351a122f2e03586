import type { Presets } from "./presets.ts";

/** Charged particles at a size that two cores learn in minutes (neighbours 1.7 in small). */
const quick = {
  task: "nbody",
  model: "se3-transformer",
  group: "SE3",
  systems: 1000,
  layers: 2,
  heads: 2,
  activation: "swish",
  batch: 32,
  steps: 2500,
  tests: 256,
  evaluate: 250,
} as const;

/** The README's configuration of the published code. */
const paper = {
  ...quick,
  systems: 3000,
  layers: 4,
  degrees: 4,
  radial: 32,
  batch: 128,
  rate: 1e-3,
  steps: 12_000,
  tests: 1000,
  evaluate: 500,
} as const;

export const nbody: Presets = {
  "nbody-quick": { title: "Charges: five bodies", changes: quick, trained: true },
  "nbody-paper": { title: "Charges, published size", changes: paper },
};
