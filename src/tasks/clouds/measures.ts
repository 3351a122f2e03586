import type { Config } from "../../config/schema.ts";
import type { Measures, Metric } from "../metric.ts";
import { testSetsOf } from "./batch.ts";

/** Of the test sets, in their order. */
const titles = [
  ["Accuracy, given", "Share of right answers on test clouds as they are given"],
  ["Accuracy, shifted", "The same of clouds that were shifted, each its own way"],
  ["Accuracy, rotated", "The same of clouds that were rotated and shifted"],
] as const;

/** Cross entropy, and accuracy on each test set. */
export const measuresOf = (config: Config): Measures => ({
  loss: "from zero",
  metrics: testSetsOf(config).map((name, k): Metric => {
    const [title, help] = titles[k] as (typeof titles)[number];
    return { name, title, help, better: "higher", scale: [0, 1.005] };
  }),
});
