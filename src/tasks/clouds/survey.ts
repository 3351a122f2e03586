import type { Config } from "../../config/schema.ts";
import type { Gpu } from "../../gpu/device.ts";
import { atRest } from "../../lie/motion.ts";
import { likeliest } from "../likeliest.ts";
import { openSurveys } from "../open-surveys.ts";
import type { Survey, SurveyRequest } from "../survey.ts";
import { GIVEN } from "../survey-plan.ts";
import { relativeChange, Surveyor, type SurveySubject } from "../surveyor.ts";
import type { LookProgram } from "../task.ts";
import type { Trained } from "../trained.ts";
import { cloudPair, liftedCopies } from "./batch.ts";
import { softmaxRows } from "./counts.ts";
import { recordInputs, sizesOf } from "./network.ts";

/** Clouds as they are surveyed: by the relative change of the logits, and the probability of the truth. */
function surveyedClouds(config: Config): SurveySubject {
  const sizes = sizesOf(config);
  const [rows, classes] = sizes.outputs as [number, number];
  const size = rows * classes;
  const answersOf = (logits: Float32Array, copy: number) => softmaxRows(logits, copy * size, rows, classes);
  return {
    sizes,
    recordInputs: (tape, batch) => recordInputs(tape, config, batch),
    open(example) {
      const cloud = cloudPair(config, example, atRest);
      // The truth, or what it answers for the cloud as given where that has none.
      const labelsOf = (logits: Float32Array) =>
        cloud.labels.length > 0 ? cloud.labels : answersOf(logits, GIVEN).map(likeliest);
      return {
        index: cloud.index,
        batchOf: (copies) => liftedCopies(config, cloud, copies).batch,
        changeOf: (logits, copy) => relativeChange(logits, size, copy),
        judge(logits, copy) {
          const labels = labelsOf(logits);
          const answers = answersOf(logits, copy);
          return {
            truth: answers.reduce((product, row, k) => product * (row[labels[k] as number] as number), 1),
            right: answers.every((row, k) => likeliest(row) === labels[k]),
          };
        },
      };
    },
  };
}

/** What all networks make of a cloud's orbit. */
export const openCloudSurvey = (gpu: Gpu, trained: readonly Trained[]): Promise<LookProgram<SurveyRequest, Survey>> =>
  openSurveys(trained, (own, tried) => Surveyor.create(gpu, own, tried, surveyedClouds(own.config)));
