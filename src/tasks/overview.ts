import type { Config } from "../config/schema.ts";

/** What is asked of all networks about their test examples. */
export interface OverviewRequest {
  readonly task: Config["task"];
  /** How many, at most. */
  readonly count: number;
}

/** Answers to test examples beside the truth, in the unit of stored values. */
export interface Overview {
  readonly request: OverviewRequest;
  /** What a view calls each example. */
  readonly examples: readonly number[];
  readonly truth: readonly number[];
  /** One list an entrant. */
  readonly answers: readonly (readonly number[])[];
}
