import { crossEntropy } from "../../autograd/operations/cross-entropy.ts";
import { reshape } from "../../autograd/operations/movement.ts";
import type { Config } from "../../config/schema.ts";
import { noFiles } from "../../data/data-files.ts";
import { countedMean } from "../counted-mean.ts";
import { likeliest } from "../likeliest.ts";
import { type Metrics, type Objective, type Problem, pieceOfBatch, type Task, type TestRun } from "../task.ts";
import { EventExamples, sequenceBatch } from "./batch.ts";
import { companionsOf } from "./companions.ts";
import { measuresOf } from "./measures.ts";
import { kindsOf, nextKinds, parameterLayout } from "./network.ts";
import { type EventProbe, type EventRequest, openEventProbe } from "./probe.ts";
import { eventRequest } from "./request.ts";
import { type Sequence, sourceOf } from "./source.ts";

/** Test sequences of a config, as many as it says, and what to compare with on them. */
function testsOf(config: Config, purpose: string) {
  const source = sourceOf(config);
  const sequences = Array.from({ length: config.tests }, (_, k) => source.sequence(config, purpose, k));
  return { sequences, beside: source.beside(sequences) };
}

/** Share of counted events whose kind is told, and their mean cross entropy. */
async function scoresOn(config: Config, sequences: readonly Sequence[], size: number, run: TestRun) {
  const kinds = kindsOf(config);
  let [right, surprise, asked] = [0, 0, 0];
  for (let first = 0; first < sequences.length; first += size) {
    const some = Array.from({ length: size }, (_, k) => sequences[(first + k) % sequences.length] as Sequence);
    const batch = sequenceBatch(config, some);
    const { logits, losses } = await run(batch);
    const own = Math.min(size, sequences.length - first) * config.history;
    for (let row = 0; row < own; row++) {
      if (batch.counted?.[row] !== 1) continue;
      const answers = (logits as Float32Array).subarray(row * kinds, (row + 1) * kinds);
      right += Number(likeliest(answers) === batch.labels?.[row]);
      surprise += losses?.[row] as number;
      asked++;
    }
  }
  return { accuracy: right / asked, surprise: surprise / asked };
}

/** Events as one network sees them: cross entropy of the next one's kind. */
function objectiveOf(config: Config): Objective {
  /** Validation sequences, drawn once. */
  let kept: ReturnType<typeof testsOf> | null = null;
  const losses = (logits: Parameters<typeof crossEntropy>[0], size: number) => {
    const rows = size * config.history;
    return crossEntropy(
      reshape(logits, [rows, kindsOf(config)]),
      reshape(logits.tape.input("labels", [size, config.history]), [rows]),
    );
  };
  return {
    layout: parameterLayout(config),
    recordLoss(tape, weights, size) {
      const { output } = nextKinds(tape, config, weights, size);
      const counted = tape.input("counted", [size, config.history]);
      return countedMean(reshape(losses(output, size), counted.shape), counted, tape.input("shares", [size]));
    },
    recordTest(tape, weights, size) {
      const { output } = nextKinds(tape, config, weights, size);
      return { logits: output, losses: losses(output, size) };
    },
    pieceOf: pieceOfBatch,
    async evaluate(size, run, thorough): Promise<Metrics> {
      if (!thorough) kept ??= testsOf(config, "validation");
      const { sequences, beside } = thorough || !kept ? testsOf(config, "test") : kept;
      return { ...(await scoresOn(config, sequences, size, run)), ...beside };
    },
  };
}

/** Learning of what kind the next event is (neighbours 4.6). */
export const events: Task<EventRequest, EventProbe> = {
  measures: "accuracy",
  measuresOf,
  result: "best",
  async open(config, files = noFiles, watch): Promise<Problem> {
    await sourceOf(config).open?.(files, watch);
    return {
      batch(step) {
        const first = step * config.batch;
        const own = Array.from({ length: config.batch }, (_, k) =>
          sourceOf(config).sequence(config, "train", first + k),
        );
        return new EventExamples(own);
      },
      objective: objectiveOf,
    };
  },
  parameterLayout,
  request: eventRequest,
  openProbe: openEventProbe,
  companions: companionsOf,
  withModel: (config, model) => ({ ...config, model }),
  elements: ({ history }) => history,
};
