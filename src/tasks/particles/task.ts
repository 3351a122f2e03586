import { square, subtract } from "../../autograd/operations/elementwise.ts";
import { mean } from "../../autograd/operations/reduce.ts";
import type { Config } from "../../config/schema.ts";
import { trajectoryOf } from "../../nn/hamiltonian.ts";
import { withPauses } from "../pauses.ts";
import { type Metrics, pieceOfBatch, type Task, type TestRun } from "../task.ts";
import { type Chunk, chunkOf, drawStep, inputsOf, statesOf, trainingBatch } from "./data.ts";
import { parameterLayout, predictedStates, recordInputs } from "./network.ts";
import type { State } from "./systems.ts";

/** States of the roll-outs that are scored: the training chunk's length in the paper, and a long one. */
const SHORT = 5;
const LONG = 100;

/**
 * Mean squared error over systems, states and numbers of roll-outs of `length` states, the exact first one included
 * (specification 8.3). The test program predicts `horizon` states; longer roll-outs go on from its last.
 */
async function rollOutError(
  config: Config,
  purpose: string,
  count: number,
  length: number,
  size: number,
  run: TestRun,
): Promise<number> {
  const { horizon } = config;
  const chunksFrom = function* (first: number) {
    for (let k = 0; k < size; k++) yield chunkOf(config, purpose, (first + k) % count, length);
  };
  let error = 0;
  for (let first = 0; first < count; first += size) {
    const drawn: Chunk[] = [];
    for await (const chunk of withPauses(chunksFrom(first))) drawn.push(chunk);
    const inputs = inputsOf(
      config,
      drawn.map(({ system }) => system),
      purpose,
      first,
    );
    const numbers = 2 * config.particles * config.dimension;
    let states: ArrayLike<number>[] = drawn.map((chunk) => chunk.states[0] as State);
    for (let done = 0; done < length - 1; done += horizon - 1) {
      const { prediction } = await run({ ...inputs, ...statesOf(states) });
      const at = (k: number, state: number) =>
        (prediction as Float32Array).subarray((k * horizon + state) * numbers, (k * horizon + state + 1) * numbers);
      for (let k = 0; k < Math.min(size, count - first); k++) {
        for (let state = 1; state < horizon && done + state < length; state++) {
          const truth = drawn[k]?.states[done + state] as State;
          at(k, state).forEach((value, c) => {
            error += (value - (truth[c] as number)) ** 2 / (count * length * numbers);
          });
        }
      }
      states = drawn.map((_, k) => at(k, horizon - 1));
    }
  }
  return error;
}

/** Learning how particles move (specification 8): mean squared error of short roll-outs. */
export const particles: Task = {
  measures: "rolloutMse",
  result: "best",
  parameterLayout,
  recordLoss(tape, config, weights, size) {
    const inputs = recordInputs(tape, config, size);
    const prediction = trajectoryOf(predictedStates(config, weights, inputs, config.horizon));
    return mean(square(subtract(prediction, tape.input("target", prediction.shape))));
  },
  recordTest(tape, config, weights, size) {
    const inputs = recordInputs(tape, config, size);
    return { prediction: trajectoryOf(predictedStates(config, weights, inputs, config.horizon)) };
  },
  draws: drawStep,
  trainingBatch,
  pieceOf: pieceOfBatch,
  async evaluate(config, size, run, thorough): Promise<Metrics> {
    const { tests, systems } = config;
    if (!thorough) {
      // While it trains, what it has not seen either, so that the best checkpoint is not chosen by the test.
      const validation = Math.min(tests, systems);
      return { [SHORT]: await rollOutError(config, "validation", validation, SHORT, size, run) };
    }
    return {
      [SHORT]: await rollOutError(config, "test", tests, SHORT, size, run),
      [LONG]: await rollOutError(config, "test", tests, LONG, size, run),
    };
  },
  score: (errors) => -(errors[SHORT] ?? Number.POSITIVE_INFINITY),
  elements: ({ particles: count, samples }) => count * samples,
};
