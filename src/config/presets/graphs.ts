import type { Presets } from "./presets.ts";

/** Molecules of MUTAG, at a size that two cores learn in half a minute a fold. */
const mutag = {
  task: "graphs",
  model: "sagpool",
  group: "SE3",
  collection: "MUTAG",
  units: 32,
  batch: 16,
  rate: 3e-3,
  decay: 1e-4,
  dropout: 0.2,
  steps: 800,
  evaluate: 20,
  tests: 16,
} as const;

/** One pooling, and a readout that knows how many nodes there are: 0.85 over ten folds (`docs/neighbours.md`, 2.6). */
const sized = { ...mutag, hierarchy: "global", readout: "sized", batch: 32, steps: 400, evaluate: 10 } as const;

const proteins = {
  ...mutag,
  collection: "PROTEINS",
  batch: 32,
  rate: 2e-3,
  dropout: 0.5,
  steps: 800,
  evaluate: 28,
} as const;

/** The authors' published defaults (`docs/neighbours.md`, 2.2): an epoch's evaluation each, patience of fifty. */
const paper = {
  ...proteins,
  units: 128,
  batch: 128,
  // The largest graph has 620 nodes, and a batch of such adjacencies is too large to be bound.
  accumulate: 8,
  rate: 5e-4,
  dropout: 0.5,
  schedule: "constant",
  steps: 20_000,
  evaluate: 7,
  patience: 50,
} as const;

export const graphs: Presets = {
  "mutag-quick": { title: "Graphs: MUTAG", changes: mutag, trained: true },
  "mutag-sized": { title: "Graphs: MUTAG, with their size", changes: sized },
  "proteins-quick": { title: "Graphs: PROTEINS", changes: proteins },
  "proteins-paper": { title: "PROTEINS, published settings", changes: paper },
};
