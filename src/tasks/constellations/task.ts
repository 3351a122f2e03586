import { crossEntropy } from "../../autograd/operations/cross-entropy.ts";
import { reshape } from "../../autograd/operations/movement.ts";
import { mean } from "../../autograd/operations/reduce.ts";
import type { Config } from "../../config/schema.ts";
import { type Batch, pieceOfBatch, type Task } from "../task.ts";
import { type TestSet, testBatch, testSetsOf, trainingBatch } from "./batch.ts";
import { patternsOf, pointCount } from "./generate.ts";
import { classesOf, network, parameterLayout, recordInputs, samplesOf } from "./network.ts";

/** Test batches of a config, drawn once. */
const testBatches = new WeakMap<Config, Map<string, Batch[]>>();

function testBatchesOf(config: Config, set: TestSet, size: number): Batch[] {
  const kept = testBatches.get(config) ?? new Map<string, Batch[]>();
  testBatches.set(config, kept);
  const key = `${set} ${size}`;
  const batches =
    kept.get(key) ??
    Array.from({ length: Math.ceil(config.tests / size) }, (_, k) => testBatch(config, set, k * size, size));
  kept.set(key, batches);
  return batches;
}

/** Counting the shapes in a point cloud (specification 6): cross entropy of each count, accuracy on moved test clouds. */
export const constellations: Task = {
  measures: "accuracy",
  result: "last",
  parameterLayout,
  recordLoss(tape, config, weights, size, measured) {
    const counts = patternsOf(config).length;
    const rows = size * counts;
    const logits = network(config, weights, recordInputs(tape, config, size), measured);
    const labels = reshape(tape.input("labels", [size, counts]), [rows]);
    return mean(crossEntropy(reshape(logits, [rows, classesOf(config)]), labels));
  },
  recordTest(tape, config, weights, size) {
    const logits = network(config, weights, recordInputs(tape, config, size));
    return { logits: reshape(logits, [size * patternsOf(config).length, classesOf(config)]) };
  },
  trainingBatch,
  pieceOf: (batch, k, pieces) => pieceOfBatch(batch, k, pieces, ["keep"]),
  async evaluate(config, size, run) {
    const accuracy: Partial<Record<TestSet, number>> = {};
    const classes = classesOf(config);
    for (const set of testSetsOf(config)) {
      let right = 0;
      let seen = 0;
      for (const batch of testBatchesOf(config, set, size)) {
        const { logits } = await run(batch);
        const labels = batch.labels as Float32Array;
        const rows = Math.min(labels.length, (config.tests * labels.length) / size - seen);
        for (let row = 0; row < rows; row++) {
          if (argmax(logits as Float32Array, row * classes, classes) === labels[row]) right++;
        }
        seen += rows;
      }
      accuracy[set] = right / seen;
    }
    return accuracy;
  },
  score: (accuracy) => Object.values(accuracy).reduce((sum, value) => sum + value, 0),
  elements: (config) => pointCount(config) * samplesOf(config),
};

/** Index of the largest of `size` values from `start`. */
function argmax(values: ArrayLike<number>, start: number, size: number): number {
  let best = 0;
  for (let k = 1; k < size; k++) {
    if ((values[start + k] as number) > (values[start + best] as number)) best = k;
  }
  return best;
}
