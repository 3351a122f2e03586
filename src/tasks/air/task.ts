import { abs, add, scale, subtract } from "../../autograd/operations/elementwise.ts";
import type { Config } from "../../config/schema.ts";
import { openAir } from "../../data/air.ts";
import { noFiles } from "../../data/data-files.ts";
import { countedMean } from "../counted-mean.ts";
import { type Metrics, type Objective, type Problem, pieceOfBatch, type Task, type TestRun } from "../task.ts";
import { filledBy } from "./baselines.ts";
import { drawWindow, type Hiding, standardAir } from "./data.ts";
import { measures } from "./measures.ts";
import { filledIn, parameterLayout, STATIONS } from "./network.ts";
import { type AirProbe, type AirRequest, openAirProbe } from "./probe.ts";
import { airRequest } from "./request.ts";
import { windowBatch } from "./windows.ts";

/** Weight of entries that are told, beside those that are hidden. */
const TOLD = 0.1;

/** Mean absolute errors where something is hidden: of the network, and of what fills in without learning. */
async function errorsOn(config: Config, purpose: string, how: Hiding, size: number, run: TestRun) {
  const { places } = standardAir();
  const { tests } = config;
  const sums = { own: 0, time: 0, place: 0, count: 0 };
  for (let first = 0; first < tests; first += size) {
    const windows = Array.from({ length: size }, (_, k) => drawWindow(config, purpose, how, (first + k) % tests));
    const { prediction } = await run(windowBatch(config, windows));
    windows.slice(0, tests - first).forEach((window, k) => {
      const filled = filledBy(window, places);
      const own = (prediction as Float32Array).subarray(k * window.values.length, (k + 1) * window.values.length);
      window.hidden.forEach((hidden, entry) => {
        if (hidden !== 1) return;
        const truth = window.values[entry] as number;
        sums.own += Math.abs((own[entry] as number) - truth);
        sums.time += Math.abs((filled.time[entry] as number) - truth);
        sums.place += Math.abs((filled.place[entry] as number) - truth);
        sums.count++;
      });
    });
  }
  const count = Math.max(1, sums.count);
  return { own: sums.own / count, time: sums.time / count, place: sums.place / count };
}

/** Windows as one network sees them: absolute error of what is hidden, and a little of what is told. */
const objectiveOf = (config: Config): Objective => ({
  layout: parameterLayout(config),
  recordLoss(tape, weights, size) {
    const { output } = filledIn(tape, config, weights, size);
    const errors = abs(subtract(output, tape.input("values", output.shape)));
    const over = (name: "visible" | "hidden") =>
      countedMean(errors, tape.input(name, output.shape), tape.input(`${name}Shares`, [size]));
    return add(over("hidden"), scale(over("visible"), TOLD));
  },
  recordTest: (tape, weights, size) => ({ prediction: filledIn(tape, config, weights, size).output }),
  pieceOf: pieceOfBatch,
  async evaluate(size, run, thorough): Promise<Metrics> {
    const purpose = thorough ? "test" : "validation";
    const points = await errorsOn(config, purpose, "points", size, run);
    const blocks = await errorsOn(config, purpose, "blocks", size, run);
    return { points: points.own, time: points.time, blocks: blocks.own, place: blocks.place };
  },
});

/** Filling in what stations did not measure (neighbours 5.4). */
export const air: Task<AirRequest, AirProbe> = {
  measures: "error",
  measuresOf: () => measures,
  result: "best",
  async open(config, files = noFiles, watch): Promise<Problem> {
    const { stations } = await openAir(files, watch);
    if (stations.length !== STATIONS)
      throw new Error(`The measurements are of ${stations.length} stations, not ${STATIONS}.`);
    return {
      batch(step) {
        const first = step * config.batch;
        const batch = windowBatch(
          config,
          Array.from({ length: config.batch }, (_, k) => drawWindow(config, "train", null, first + k)),
        );
        return { inputs: () => batch };
      },
      objective: objectiveOf,
    };
  },
  parameterLayout,
  request: airRequest,
  openProbe: openAirProbe,
  companions: () => [],
  withModel: (config, model) => ({ ...config, model }),
  elements: ({ hours }) => hours,
};
