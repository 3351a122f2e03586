import { crossEntropy } from "../../autograd/operations/cross-entropy.ts";
import { mean } from "../../autograd/operations/reduce.ts";
import type { Config } from "../../config/schema.ts";
import { likeliest } from "../likeliest.ts";
import { type Batch, type Metrics, type Objective, pieceOfBatch, type Task, type TestRun } from "../task.ts";
import { companionsOf } from "./companions.ts";
import { drawSequence, type TokenSequence } from "./data.ts";
import { measures } from "./measures.ts";
import { classified, parameterLayout } from "./network.ts";
import { openSequenceProbe, type SequenceProbe, type SequenceRequest } from "./probe.ts";
import { sequenceRequest } from "./request.ts";

function batchOf({ positions }: Config, sequences: readonly TokenSequence[]): Batch {
  const tokens = new Float32Array(sequences.length * positions);
  sequences.forEach((own, k) => {
    tokens.set(own.tokens, k * positions);
  });
  return { tokens, labels: Float32Array.from(sequences, ({ label }) => label) };
}

async function scoresOn(config: Config, purpose: string, size: number, run: TestRun) {
  const { tests, classes } = config;
  let [right, surprise] = [0, 0];
  for (let first = 0; first < tests; first += size) {
    const some = Array.from({ length: size }, (_, k) => drawSequence(config, purpose, (first + k) % tests));
    const { logits, losses } = await run(batchOf(config, some));
    some.slice(0, tests - first).forEach(({ label }, k) => {
      const row = (logits as Float32Array).subarray(k * classes, (k + 1) * classes);
      right += Number(likeliest(row) === label);
      surprise += losses?.[k] as number;
    });
  }
  return { accuracy: right / tests, surprise: surprise / tests, guess: 1 / classes };
}

/** Sequences as one network sees them: cross entropy of their classes. */
const objectiveOf = (config: Config): Objective => ({
  layout: parameterLayout(config),
  recordLoss: (tape, weights, size) =>
    mean(crossEntropy(classified(tape, config, weights, size).output, tape.input("labels", [size]))),
  recordTest(tape, weights, size) {
    const { output } = classified(tape, config, weights, size);
    return { logits: output, losses: crossEntropy(output, tape.input("labels", [size])) };
  },
  pieceOf: pieceOfBatch,
  evaluate: (size, run, thorough): Promise<Metrics> => scoresOn(config, thorough ? "test" : "validation", size, run),
});

/** Telling long sequences apart (neighbours 3.5). */
export const sequences: Task<SequenceRequest, SequenceProbe> = {
  measures: "accuracy",
  measuresOf: () => measures,
  result: "best",
  open: async (config) => ({
    batch(step) {
      const first = step * config.batch;
      const batch = batchOf(
        config,
        Array.from({ length: config.batch }, (_, k) => drawSequence(config, "train", first + k)),
      );
      return { inputs: () => batch };
    },
    objective: objectiveOf,
  }),
  parameterLayout,
  request: sequenceRequest,
  openProbe: openSequenceProbe,
  companions: companionsOf,
  withModel: (config, model) => ({ ...config, model }),
  elements: ({ positions }) => positions,
};
