import type { Presets } from "./presets.ts";

/**
 * The sample of QM9 at a size that two cores learn something of in ten minutes. Powers of the charge are sums of the one-hot
 * columns, and would tell a linear embedding nothing more.
 */
const quick = {
  task: "molecules",
  atoms: "onehot",
  group: "T3",
  augmented: "rotations",
  layers: 2,
  kernel: 16,
  activation: "swish",
  steps: 8000,
  batch: 16,
  tests: 300,
  evaluate: 500,
} as const;

/** Specification 7: kernel 2232, the published sizes; a batch in pieces, for it needs much room. */
const paper = {
  ...quick,
  molecules: "full",
  train: 100_000,
  atoms: "charges",
  references: "atoms",
  group: "SE3quat",
  samples: 4,
  pairs: "squashed",
  augmented: "motions",
  content: "concat_linear",
  location: "raw",
  combine: "net",
  embed: 8,
  kernel: 6,
  layout: "head_then_pool",
  layers: 6,
  width: 256,
  neighbours: 25,
  fill: 0.5,
  steps: 500_000,
  batch: 100,
  accumulate: 4,
  rate: 1e-3,
  beta1: 0.5,
  beta2: 0.9,
  tests: 2000,
  evaluate: 1000,
} as const;

/** Shifted, which the network of T(3) does not mind. */
const opening = { layer: 0, head: 0, rotate: 0, x: 1, y: -0.6, axis: "x" } as const;

export const molecules: Presets = {
  "qm9-quick": { title: "QM9 sample: polarisability", changes: quick, view: opening, trained: true },
  "qm9-paper": { title: "QM9, published settings", changes: paper, view: { layer: 0, head: 0 } },
};
