import type { Presets } from "./presets.ts";

/** The symbol behind a mark: one layer finds what the mark is in front of, the next one reads it. */
const recall = {
  task: "sequences",
  model: "linformer",
  group: "SE3",
  sequence: "recall",
  positions: 32,
  classes: 4,
  kept_keys: 16,
  layers: 2,
  pool: "max",
  width: 32,
  heads: 4,
  batch: 32,
  rate: 2e-3,
  steps: 1500,
  evaluate: 100,
  tests: 256,
} as const;

const frequency = {
  ...recall,
  sequence: "frequency",
  positions: 128,
  layers: 1,
  pool: "mean",
  batch: 16,
  rate: 3e-3,
  steps: 600,
} as const;

/** Where full attention costs four times as much. */
const long = { ...frequency, positions: 1024, kept_keys: 64, batch: 4, layers: 1, heads: 2, compare: "none" } as const;

export const sequences: Presets = {
  "frequency-quick": { title: "Sequences: frequency", changes: frequency, trained: true },
  "recall-quick": { title: "Sequences: recall", changes: recall, trained: true },
  "frequency-long": { title: "Sequences of 1024", changes: long },
};
