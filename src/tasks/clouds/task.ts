import { crossEntropy } from "../../autograd/operations/cross-entropy.ts";
import { reshape } from "../../autograd/operations/movement.ts";
import { mean } from "../../autograd/operations/reduce.ts";
import { lifts } from "../../config/models.ts";
import type { Config } from "../../config/schema.ts";
import { setTransformerLike } from "../constellations/companions.ts";
import { InspectionProgram } from "../inspection-program.ts";
import { likeliest } from "../likeliest.ts";
import { modelOf } from "../models/registry.ts";
import { type Batch, type Objective, type Problem, pieceOfBatch, type Task, type TestRun } from "../task.ts";
import { testBatch, trainingBatch } from "./batch.ts";
import { confusionMetrics } from "./confusion.ts";
import { inspectedClouds } from "./inspection.ts";
import { kindOf, slotsOf, testSetsOf } from "./kinds.ts";
import { measuresOf } from "./measures.ts";
import { parameterLayout, recordInputs, sizesOf } from "./network.ts";
import { type CloudProbe, CloudProgram, type CloudRequest } from "./probe.ts";
import { cloudInspectionRequest, cloudRequest, cloudSurveyRequest } from "./request.ts";
import { openCloudSurvey } from "./survey.ts";
import type { TestSet } from "./test-sets.ts";

/** Clouds as one network sees them: cross entropy of each count, accuracy on moved test clouds. */
function objectiveOf(config: Config): Objective {
  const sizes = sizesOf(config);
  const [counts, classes] = sizes.outputs as [number, number];
  const network = modelOf(config);
  /** Test batches by set and size, drawn once. */
  const kept = new Map<string, Batch[]>();
  const testBatches = (set: TestSet, size: number): Batch[] => {
    const key = `${set} ${size}`;
    const batches =
      kept.get(key) ??
      Array.from({ length: Math.ceil(config.tests / size) }, (_, k) =>
        testBatch(config, set, k * size, size).inputs(config),
      );
    kept.set(key, batches);
    return batches;
  };
  /** All counts of a test set's clouds, pattern by pattern. */
  const answersOn = async (set: TestSet, size: number, run: TestRun): Promise<Answer[]> => {
    const answers: Answer[] = [];
    for (const batch of testBatches(set, size)) {
      const { logits } = await run(batch);
      const labels = batch.labels as Float32Array;
      labels.forEach((truth, row) => {
        answers.push({
          truth,
          counted: likeliest((logits as Float32Array).subarray(row * classes, (row + 1) * classes)),
        });
      });
    }
    // The last batch repeats clouds from the beginning.
    return answers.slice(0, config.tests * counts);
  };
  return {
    layout: parameterLayout(config),
    recordLoss(tape, weights, size, measured) {
      const inputs = { ...recordInputs(tape, config, size), measured };
      const logits = network.record(weights, config, sizes, inputs);
      const labels = reshape(tape.input("labels", [size, counts]), [size * counts]);
      return mean(crossEntropy(reshape(logits, [size * counts, classes]), labels));
    },
    recordTest(tape, weights, size) {
      const logits = network.record(weights, config, sizes, recordInputs(tape, config, size));
      return { logits: reshape(logits, [size * counts, classes]) };
    },
    pieceOf: (batch, k, pieces) => pieceOfBatch(batch, k, pieces, ["keep"]),
    async evaluate(size, run) {
      const sets = testSetsOf(config);
      const answers = await Promise.all(sets.map((set) => answersOn(set, size, run)));
      return Object.fromEntries(
        sets.map((set, k) => {
          const all = answers[k] as readonly Answer[];
          return [set, all.filter(({ truth, counted }) => truth === counted).length / all.length];
        }),
      );
    },
    async details(size, run) {
      const sets = testSetsOf(config);
      const answers = await Promise.all(sets.map((set) => answersOn(set, size, run)));
      return confusionMetrics(
        sets.flatMap((set, k) =>
          kindOf(config)
            .rows(config)
            .map((pattern, p) => {
              const own = (answers[k] as readonly Answer[]).filter((_, row) => row % counts === p);
              return { set, pattern, shares: sharesOf(own, classes) };
            }),
        ),
      );
    },
  };
}

/** A count of one pattern in one cloud, and what a network counted. */
interface Answer {
  readonly truth: number;
  readonly counted: number;
}

/** Of the answers to each truth, the share that was counted as each number; NaN where there is none. */
const sharesOf = (answers: readonly Answer[], classes: number): number[][] =>
  Array.from({ length: classes }, (_, truth) => {
    const own = answers.filter((answer) => answer.truth === truth);
    return Array.from(
      { length: classes },
      (__, count) => own.filter(({ counted }) => counted === count).length / own.length,
    );
  });

/** Telling something of point clouds: what tasks that learn from them have in common. */
export const cloudTask: Task<CloudRequest, CloudProbe> = {
  measures: "accuracy",
  measuresOf,
  result: "last",
  open: async (config): Promise<Problem> => ({
    batch: (step) => trainingBatch(config, step),
    objective: objectiveOf,
  }),
  parameterLayout,
  request: cloudRequest,
  surveyRequest: cloudSurveyRequest,
  inspectionRequest: cloudInspectionRequest,
  openProbe: CloudProgram.create,
  openSurvey: openCloudSurvey,
  openInspection: (gpu, trained) => InspectionProgram.create(gpu, trained, inspectedClouds(trained.config)),
  companions: (config) => (config.model === "lietransformer" ? [setTransformerLike(config)] : []),
  withModel: (config, model) => (model === "set-transformer" ? setTransformerLike(config) : { ...config, model }),
  elements: (config) => slotsOf(config) * (lifts(config) ? config.samples : 1),
};
