import { square, subtract } from "../../autograd/operations/elementwise.ts";
import { mean } from "../../autograd/operations/reduce.ts";
import { lifts } from "../../config/models.ts";
import type { Config } from "../../config/schema.ts";
import { withPauses } from "../pauses.ts";
import { type Metrics, type Objective, type Problem, pieceOfBatch, type Task, type TestRun } from "../task.ts";
import { ChargedExamples, departures } from "./batch.ts";
import { companionsOf } from "./companions.ts";
import { type ChargedSystem, ChargedSystems } from "./data.ts";
import { measures } from "./measures.ts";
import { parameterLayout, predicted } from "./network.ts";
import { type ChargedProbe, ChargedProgram, type ChargedRequest } from "./probe.ts";
import { chargedRequest, chargedSurveyRequest } from "./request.ts";
import { openChargedSurvey } from "./survey.ts";

/** Mean squared errors of places and velocities, and of constant velocity. */
async function errorsOn(
  config: Config,
  systems: ChargedSystems,
  purpose: string,
  size: number,
  run: TestRun,
): Promise<Metrics> {
  const sums = { position: 0, velocity: 0, coastingPosition: 0, coastingVelocity: 0 };
  const { tests, bodies } = config;
  for (let first = 0; first < tests; first += size) {
    const drawn: ChargedSystem[] = [];
    const own = function* () {
      for (let k = 0; k < size; k++) yield systems.take(purpose, (first + k) % tests);
    };
    for await (const system of withPauses(own())) drawn.push(system);
    const { prediction } = await run(new ChargedExamples(config, drawn, purpose, first).inputs(config));
    drawn.slice(0, tests - first).forEach((system, k) => {
      departures(config, system).forEach((truth, c) => {
        const apart = (prediction?.[k * 6 * bodies + c] as number) - truth;
        const place = c % 6 < 3;
        sums[place ? "position" : "velocity"] += apart * apart;
        sums[place ? "coastingPosition" : "coastingVelocity"] += truth * truth;
      });
    });
  }
  return Object.fromEntries(Object.entries(sums).map(([name, sum]) => [name, sum / (tests * bodies * 3)]));
}

/** Charged particles as one network sees them: mean squared error over both vectors (neighbours 1.7). */
function objectiveOf(config: Config, systems: ChargedSystems): Objective {
  return {
    layout: parameterLayout(config),
    recordLoss(tape, weights, size) {
      const { output } = predicted(tape, config, weights, size);
      return mean(square(subtract(output, tape.input("target", output.shape))));
    },
    recordTest: (tape, weights, size) => ({ prediction: predicted(tape, config, weights, size).output }),
    pieceOf: pieceOfBatch,
    evaluate: (size, run, thorough) => errorsOn(config, systems, thorough ? "test" : "validation", size, run),
  };
}

/** Learning where charged particles will be (neighbours 1.7). */
export const nbody: Task<ChargedRequest, ChargedProbe> = {
  measures: "mse",
  measuresOf: () => measures,
  result: "best",
  async open(config): Promise<Problem> {
    const systems = new ChargedSystems(config);
    return {
      draws: (step) => systems.ofStep(step),
      batch: (step) => new ChargedExamples(config, systems.ofStep(step), "train", step * config.batch),
      objective: (own) => objectiveOf(own, systems),
    };
  },
  parameterLayout,
  request: chargedRequest,
  surveyRequest: chargedSurveyRequest,
  openProbe: ChargedProgram.create,
  openSurvey: openChargedSurvey,
  companions: companionsOf,
  withModel: (config, model) => ({ ...config, model }),
  elements: (config) => config.bodies * (lifts(config) ? config.samples : 1),
};
