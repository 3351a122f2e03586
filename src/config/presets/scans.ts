import type { Presets } from "./presets.ts";

const quick = {
  task: "scans",
  model: "se3-transformer",
  group: "SE3",
  layers: 2,
  heads: 2,
  activation: "swish",
  batch: 8,
  nearest: 6,
  spread: 3,
  places: "middle",
  radial: 8,
  rate: 3e-3,
  steps: 800,
  tests: 256,
  evaluate: 200,
} as const;

export const scans: Presets = {
  "scans-quick": {
    title: "Scans of eight solids",
    changes: quick,
    // The Set Transformer, too, tells this one while it stands.
    view: { axis: "pitch", cloud: 20, rotate: 0, pitch: 75, x: 0, y: 0 },
    trained: true,
  },
};
