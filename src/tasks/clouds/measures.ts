import type { Config } from "../../config/schema.ts";
import type { Measures, Metric } from "../metric.ts";
import { testSetsOf } from "./kinds.ts";
import type { TestSet } from "./test-sets.ts";

const shifted = ["Accuracy, shifted", "The same of clouds that were shifted, each its own way"] as const;
const rotated = ["Accuracy, rotated", "The same of clouds that were rotated and shifted"] as const;

const titles: Readonly<Record<TestSet, readonly [string, string]>> = {
  D: ["Accuracy, given", "Share of right answers on test clouds as they are given"],
  T2: shifted,
  T3: shifted,
  SO3: ["Accuracy, turned", "The same of clouds that were turned about their middle, each its own way"],
  SE2: rotated,
  SE3: rotated,
};

/** Cross entropy, and accuracy on each test set. */
export const measuresOf = (config: Config): Measures => ({
  loss: "from zero",
  metrics: testSetsOf(config).map((name): Metric => {
    const [title, help] = titles[name];
    return { name, title, help, better: "higher", scale: [0, 1.005] };
  }),
});
