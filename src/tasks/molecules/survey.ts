import type { Config } from "../../config/schema.ts";
import type { Gpu } from "../../gpu/device.ts";
import { openSurveys } from "../open-surveys.ts";
import type { Survey, Surveyed, SurveyRequest } from "../survey.ts";
import { GIVEN, type Tried } from "../survey-plan.ts";
import { Surveyor, type SurveySubject } from "../surveyor.ts";
import type { LookProgram } from "../task.ts";
import type { Trained } from "../trained.ts";
import { liftedCopies } from "./batch.ts";
import { bySize, lookedAt } from "./looked-at.ts";
import { recordInputs, sizesOf } from "./network.ts";
import { preparedFor } from "./prepared.ts";

/** An answer follows where it changes by less than this share of the deviation that it is learned in. */
const FOLLOWS = 1e-2;

/** Molecules as they are surveyed: answers are in deviations of the property, and so are their changes. */
function surveyedMolecules(config: Config, slots: number): SurveySubject {
  return {
    sizes: sizesOf(config, slots),
    recordInputs: (tape, batch) => recordInputs(tape, config, batch, slots),
    open(example) {
      const molecule = lookedAt(config, preparedFor(config), example);
      const index = molecule.index ?? 0;
      const changeOf = (outputs: Float32Array, copy: number) =>
        Math.abs((outputs[copy] as number) - (outputs[GIVEN] as number));
      return {
        index,
        batchOf: (copies) => liftedCopies(config, molecule, slots, index, copies).batch,
        changeOf,
        judge(outputs, copy) {
          const change = changeOf(outputs, copy);
          return { truth: Math.max(0, 1 - change), right: change <= FOLLOWS };
        },
      };
    },
  };
}

const open = async (gpu: Gpu, own: Trained, tried: Tried): Promise<LookProgram<SurveyRequest, Surveyed>> =>
  bySize(
    ({ example }: SurveyRequest) => example,
    (slots) => Surveyor.create(gpu, own, tried, surveyedMolecules(own.config, slots)),
  );

/** What all networks make of a molecule's orbit. */
export const openMoleculeSurvey = (
  gpu: Gpu,
  trained: readonly Trained[],
): Promise<LookProgram<SurveyRequest, Survey>> => openSurveys(trained, (own, tried) => open(gpu, own, tried));
