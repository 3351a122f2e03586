import type { Presets } from "./presets.ts";

/** A marked place far back in a sequence, learned in minutes on two cores. */
const recall = {
  task: "sequences",
  model: "linformer",
  group: "SE3",
  sequence: "recall",
  positions: 128,
  classes: 4,
  kept_keys: 32,
  layers: 1,
  width: 32,
  heads: 4,
  batch: 16,
  rate: 3e-3,
  steps: 1000,
  evaluate: 100,
  tests: 256,
} as const;

const frequency = { ...recall, sequence: "frequency", kept_keys: 16, steps: 600 } as const;

/** Where full attention costs four times as much. */
const long = { ...frequency, positions: 1024, kept_keys: 64, batch: 4, layers: 1, heads: 2, compare: "none" } as const;

export const sequences: Presets = {
  "frequency-quick": { title: "Sequences: frequency", changes: frequency, trained: true },
  "recall-quick": { title: "Sequences: recall", changes: recall },
  "frequency-long": { title: "Sequences of 1024", changes: long },
};
