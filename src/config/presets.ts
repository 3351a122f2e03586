import type { Config } from "./schema.ts";

/** Small enough to learn in minutes on a software adapter; pentagon and L have five points each. */
const quick: Config = {
  patterns: "pentagon,L",
  repeats: 1,
  generator: "clean",
  extent: 3,
  drop: 0.5,
  noise: 0.02,
  tilt: 0,
  features: "constant",
  augment: "none",
  model: "lietransformer",
  group: "SE2",
  samples: 1,
  layers: 3,
  width: 32,
  heads: 4,
  content: "dot",
  location: "net",
  combine: "sum",
  embed: 4,
  kernel: 12,
  neighbours: 0,
  fill: 1,
  normalise: "mean",
  activation: "relu",
  norm: "layer_pre",
  layout: "pool_then_head",
  pool: "mean",
  steps: 800,
  batch: 32,
  rate: 3e-3,
  schedule: "cosine",
  beta1: 0.9,
  beta2: 0.999,
  tests: 256,
  evaluate: 50,
  seed: 0,
};

/** The published configuration (specification 6.3). */
const paper: Config = {
  ...quick,
  patterns: "square,triangle,pentagon,L",
  repeats: 2,
  generator: "published",
  extent: 24,
  noise: 0.1,
  tilt: 0.33,
  layers: 10,
  width: 128,
  heads: 8,
  kernel: 12,
  activation: "swish",
  steps: 62500,
  rate: 1e-4,
  schedule: "constant",
  beta1: 0.5,
  beta2: 0.9,
  tests: 1000,
  evaluate: 500,
};

export const presets: Readonly<Record<string, { readonly title: string; readonly config: Config }>> = {
  quick: { title: "Quick: pentagons and Ls", config: quick },
  "quick-t2": { title: "Quick, translations only", config: { ...quick, group: "T2" } },
  "quick-grid": { title: "Quick, grid of 4 rotations", config: { ...quick, group: "SE2grid", samples: 4 } },
  paper: { title: "Paper: four patterns, 10 layers", config: paper },
};

export const defaultPreset = "quick";
