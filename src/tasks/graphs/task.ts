import { crossEntropy } from "../../autograd/operations/cross-entropy.ts";
import { mean } from "../../autograd/operations/reduce.ts";
import { collections } from "../../config/collections.ts";
import type { Config } from "../../config/schema.ts";
import { noFiles } from "../../data/data-files.ts";
import { type Graph, openCollection } from "../../data/graphs.ts";
import { likeliest } from "../likeliest.ts";
import { Epochs, inBatches } from "../padded/epochs.ts";
import { type Metrics, type Objective, type Problem, pieceOfBatch, type Task, type TestRun } from "../task.ts";
import { GraphExamples } from "./batch.ts";
import { companionsOf } from "./companions.ts";
import { type Prepared, preparedFor } from "./folds.ts";
import { measuresOf } from "./measures.ts";
import { classified, parameterLayout } from "./network.ts";
import { type GraphProbe, type GraphRequest, openGraphProbe } from "./probe.ts";
import { graphRequest } from "./request.ts";

/** Graphs as one network sees them: cross entropy of their classes. */
function objectiveOf(config: Config, prepared: Prepared): Objective {
  const { collection, split, sizes } = prepared;
  const { graphs, classes } = collection;
  const largest = sizes.at(-1) as number;
  const scoresOn = async (indices: readonly number[], size: number, run: TestRun) => {
    let [right, surprise] = [0, 0];
    for (const { own, ...draw } of inBatches(prepared, indices, size)) {
      const { logits, losses } = await run(new GraphExamples(config, prepared, draw, null).inputs(config), draw.slots);
      draw.indices.slice(0, own).forEach((index, k) => {
        const answer = likeliest((logits as Float32Array).subarray(k * classes, (k + 1) * classes));
        right += Number(answer === (graphs[index] as Graph).kind);
        surprise += losses?.[k] as number;
      });
    }
    return { accuracy: right / indices.length, surprise: surprise / indices.length };
  };
  /** What always answering the class that most of the training graphs are of scores. */
  const majorityOn = (indices: readonly number[]): number => {
    const counts = new Array<number>(classes).fill(0);
    for (const index of split.train) {
      const { kind } = graphs[index] as Graph;
      counts[kind] = (counts[kind] as number) + 1;
    }
    const usual = likeliest(counts);
    return indices.filter((index) => graphs[index]?.kind === usual).length / indices.length;
  };
  return {
    layout: parameterLayout(config),
    slots: sizes,
    recordLoss(tape, weights, size, _, slots = largest) {
      const { output } = classified(tape, config, weights, { batch: size, slots, trains: true });
      return mean(crossEntropy(output, tape.input("labels", [size])));
    },
    recordTest(tape, weights, size, slots = largest) {
      const { output } = classified(tape, config, weights, { batch: size, slots, trains: false });
      return { logits: output, losses: crossEntropy(output, tape.input("labels", [size])) };
    },
    pieceOf: pieceOfBatch,
    async evaluate(size, run, thorough): Promise<Metrics> {
      const valid = await scoresOn(split.valid, size, run);
      const found = { valid: valid.accuracy, surprise: valid.surprise, majority: majorityOn(split.valid) };
      if (!thorough) return found;
      const test = await scoresOn(split.test, size, run);
      return { ...found, test: test.accuracy, majority: majorityOn(split.test) };
    },
  };
}

/** Telling graphs of a collection apart (neighbours 2). */
export const graphs: Task<GraphRequest, GraphProbe> = {
  measures: "accuracy",
  measuresOf,
  result: "best",
  async open(config, files = noFiles, watch): Promise<Problem> {
    await openCollection(config.collection, files, watch);
    const prepared = preparedFor(config);
    const epochs = new Epochs(prepared, config.batch, config.seed);
    return {
      batch: (step) => new GraphExamples(config, prepared, epochs.drawOf(step), step),
      objective: (own) => objectiveOf(own, preparedFor(own)),
    };
  },
  parameterLayout,
  request: graphRequest,
  openProbe: openGraphProbe,
  companions: companionsOf,
  withModel: (config, model) => ({ ...config, model }),
  elements: ({ collection }) => collections[collection].largest,
};
