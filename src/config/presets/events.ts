import type { Presets } from "./presets.ts";

/** Symbols that only gaps tell apart, learned in minutes on two cores. */
const gapClock = {
  task: "events",
  model: "time-attention",
  group: "SE3",
  events: "gap-clock",
  history: 16,
  time_combine: "net",
  layers: 1,
  width: 32,
  heads: 4,
  batch: 32,
  rate: 1e-2,
  steps: 800,
  evaluate: 100,
  tests: 128,
} as const;

/** A kernel that is known, alone in the scores of one head. */
const renewal = {
  ...gapClock,
  events: "renewal",
  history: 48,
  asked: "next",
  layers: 1,
  heads: 1,
  kinds_seen: "no",
  time_weights: "softmax",
  // One period, which begins as a day; what of each harmonic there is, training finds.
  time_kernel: "mercer",
  frequencies: 1,
  harmonics: 4,
  shortest: 1,
  longest: 1,
  rate: 1e-2,
  steps: 1000,
} as const;

const badges = {
  ...gapClock,
  events: "badges",
  history: 48,
  asked: "next",
  time_combine: "sum",
  heads: 2,
  shortest: 1,
  longest: 700,
  batch: 16,
  rate: 3e-3,
  steps: 1500,
  evaluate: 150,
  tests: 100,
} as const;

/** Where the earth shakes next, from what shook in the hours before. */
const earthquakes = {
  ...gapClock,
  events: "earthquakes",
  history: 32,
  time_kernel: "net",
  epicentres: "sphere",
  time_combine: "sum",
  width: 16,
  heads: 2,
  rate: 1e-3,
  steps: 300,
  evaluate: 30,
  tests: 64,
} as const;

export const events: Presets = {
  "gap-clock": { title: "Events: gap clock", changes: gapClock, trained: true },
  renewal: { title: "Events: a kernel to recover", changes: renewal, trained: true },
  badges: { title: "Badges of Stack Overflow", changes: badges, trained: true },
  earthquakes: { title: "Earthquakes of a week", changes: earthquakes, trained: true },
};
