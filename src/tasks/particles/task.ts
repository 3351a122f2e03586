import { square, subtract } from "../../autograd/operations/elementwise.ts";
import { mean } from "../../autograd/operations/reduce.ts";
import type { Config } from "../../config/schema.ts";
import { trajectoryOf } from "../../nn/hamiltonian.ts";
import { withPauses } from "../pauses.ts";
import { type Metrics, type Objective, type Problem, pieceOfBatch, type Task, type TestRun } from "../task.ts";
import { type Chunk, Chunks, inputsOf, Stretches, statesOf } from "./data.ts";
import { LONG, measures, SHORT } from "./measures.ts";
import { parameterLayout, predictedStates, recordInputs } from "./network.ts";
import { type RollOutProbe, RollOutProgram, type RollOutRequest } from "./probe.ts";
import { motionSurveyRequest, rollOutRequest } from "./request.ts";
import { openMotionSurvey } from "./survey.ts";
import type { State } from "./systems.ts";

/**
 * Mean squared error over systems, states and numbers of roll-outs of `length` states, the exact first one included
 * (specification 8.3). The test program predicts `horizon` states; longer roll-outs go on from its last.
 */
async function rollOutError(
  config: Config,
  chunks: Chunks,
  purpose: string,
  count: number,
  length: number,
  size: number,
  run: TestRun,
): Promise<number> {
  const { horizon } = config;
  const chunksFrom = function* (first: number) {
    for (let k = 0; k < size; k++) yield chunks.take(purpose, (first + k) % count, length);
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

/** Motion as one network sees it: mean squared error of short roll-outs. */
function objectiveOf(config: Config, chunks: Chunks): Objective {
  return {
    layout: parameterLayout(config),
    recordLoss(tape, weights, size) {
      const inputs = recordInputs(tape, config, size);
      const prediction = trajectoryOf(predictedStates(config, weights, inputs, config.horizon));
      return mean(square(subtract(prediction, tape.input("target", prediction.shape))));
    },
    recordTest(tape, weights, size) {
      const inputs = recordInputs(tape, config, size);
      return { prediction: trajectoryOf(predictedStates(config, weights, inputs, config.horizon)) };
    },
    pieceOf: pieceOfBatch,
    async evaluate(size, run, thorough): Promise<Metrics> {
      const { tests, systems } = config;
      const error = (purpose: string, count: number, length: number) =>
        rollOutError(config, chunks, purpose, count, length, size, run);
      // While it trains, what it has not seen either, so that the best checkpoint is not chosen by the test.
      if (!thorough) return { [SHORT]: await error("validation", Math.min(tests, systems), SHORT) };
      return { [SHORT]: await error("test", tests, SHORT), [LONG]: await error("test", tests, LONG) };
    },
  };
}

/** Learning how particles move (specification 8). True motions are followed as they are needed, and kept. */
export const particles: Task<RollOutRequest, RollOutProbe> = {
  measures: "rolloutMse",
  measuresOf: () => measures,
  result: "best",
  async open(config): Promise<Problem> {
    const chunks = new Chunks(config);
    return {
      draws: (step) => chunks.ofStep(step),
      batch: (step) => new Stretches(chunks.ofStep(step), step),
      objective: (entrant) => objectiveOf(entrant, chunks),
    };
  },
  parameterLayout,
  request: rollOutRequest,
  surveyRequest: motionSurveyRequest,
  openProbe: RollOutProgram.create,
  openSurvey: openMotionSurvey,
  companions: (config) => (config.model === "lietransformer" ? [{ ...config, model: "hfc" }] : []),
  withModel: (config, model) => ({ ...config, model }),
  elements: ({ particles: count, samples }) => count * samples,
};
