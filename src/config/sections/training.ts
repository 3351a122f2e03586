import { choice, real, whole } from "../field.ts";
import type { Config, Conflict } from "../schema.ts";
import { traitsOf } from "../tasks.ts";
import { normalisesBatches } from "./lie-transformer.ts";

export const heading = "Training";

export const fields = {
  steps: whole(["Steps", "Training stops here."], 1, 1_000_000, 800),
  batch: whole(["Batch", "Examples a step."], 1, 256, 32),
  accumulate: whole(
    [
      "Accumulate",
      "Pieces that a batch is computed in: the same step in a fraction of the memory. Not with batch norm, whose statistics are of the whole batch.",
    ],
    1,
    256,
    1,
  ),
  rate: real(["Learning rate", "Adam's step size."], 1e-6, 0.1, 1e-5, 3e-3),
  schedule: choice(
    ["Schedule", "constant, or cosine decay to zero at the last step."],
    ["constant", "cosine"],
    "cosine",
  ),
  beta1: real(["Adam beta 1", "Decay of the gradient's running mean."], 0, 0.999, 0.001, 0.9),
  beta2: real(["Adam beta 2", "Decay of its running square."], 0, 0.9999, 0.0001, 0.999),
  decay: real(
    ["Weight decay", "Of the square of all weights, half of it is added to the loss this many times."],
    0,
    0.1,
    1e-5,
    0,
  ),
  patience: whole(
    ["Patience", "Evaluations of the first network without a better one after which training stops; 0 for never."],
    0,
    1000,
    0,
  ),
  tests: whole(["Test examples", "Size of each test set."], 16, 2000, 256, {
    applies: (settings) => !traitsOf(settings).folds,
  }),
  evaluate: whole(["Evaluate every", "Steps between evaluations."], 1, 100_000, 50),
  seed: whole(["Seed", "Fixes data, lifts and initial weights."], 0, 2 ** 31 - 1, 0),
} as const;

export function conflicts(config: Config): Conflict[] {
  const { batch, accumulate } = config;
  const found: Conflict[] = [];
  if (batch % accumulate !== 0) {
    let pieces = Math.min(batch, accumulate);
    while (batch % pieces !== 0) pieces--;
    found.push({
      reason: `a batch of ${batch} does not split into ${accumulate} pieces`,
      fix: { accumulate: pieces },
    });
  }
  if (accumulate > 1 && normalisesBatches(config)) {
    found.push({
      reason: `batch norm takes statistics over the whole batch, which ${accumulate} pieces do not see`,
      fix: { accumulate: 1 },
    });
  }
  return found;
}
