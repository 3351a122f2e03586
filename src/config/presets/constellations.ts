import type { Presets } from "./presets.ts";

/** The published configuration (specification 6.3). */
const paper = {
  patterns: "square,triangle,pentagon,L",
  repeats: 2,
  generator: "published",
  extent: 24,
  noise: 0.1,
  tilt: 0.33,
  layers: 10,
  width: 128,
  heads: 8,
  activation: "swish",
  steps: 62500,
  rate: 1e-4,
  schedule: "constant",
  beta1: 0.5,
  beta2: 0.9,
  tests: 1000,
  evaluate: 500,
} as const;

/** The head that tells points apart most. */
const telling = { layer: 0, head: 0 } as const;

/** `quick` is the standards: small enough to learn in minutes on a software adapter; pentagon and L have five points each. */
export const constellations: Presets = {
  quick: {
    title: "Quick: pentagons and Ls",
    changes: {},
    // The Set Transformer counts this cloud rightly as it is given, and wrongly at most angles.
    view: { cloud: 2, rotate: 90, x: 0, y: 0, ...telling },
    trained: true,
  },
  "quick-t2": { title: "Quick, translations only", changes: { group: "T2" }, view: telling, trained: true },
  "quick-grid": {
    title: "Quick, grid of 4 rotations",
    changes: { group: "SE2grid", samples: 4 },
    view: telling,
    trained: true,
  },
  "quick-space": {
    title: "Quick: pyramids and stairs in space",
    changes: { patterns: "pyramid,staircase", group: "SE3" },
    view: telling,
    trained: true,
  },
  paper: { title: "Paper: four patterns, 10 layers", changes: paper, view: telling },
};
