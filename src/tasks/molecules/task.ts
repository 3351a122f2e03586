import { reshape } from "../../autograd/operations/movement.ts";
import { meanAbsoluteError } from "../../autograd/operations/regression-losses.ts";
import { lifts } from "../../config/models.ts";
import type { Config } from "../../config/schema.ts";
import { noFiles } from "../../data/data-files.ts";
import { openQm9 } from "../../data/qm9.ts";
import { modelOf } from "../models/registry.ts";
import { Epochs, inBatches } from "../padded/epochs.ts";
import { type Metrics, type Objective, type Problem, pieceOfBatch, type Task, type TestRun } from "../task.ts";
import { type MoleculeExamples, propertyOf, testBatch, trainingBatch } from "./batch.ts";
import { companionsOf } from "./companions.ts";
import { openMoleculeInspection } from "./inspection.ts";
import { measuresOf } from "./measures.ts";
import { LARGEST, parameterLayout, recordInputs, sizesOf } from "./network.ts";
import { openMoleculeOverview } from "./overview.ts";
import { fitted, type Prepared, paddedSetOf, preparedFor } from "./prepared.ts";
import { type MoleculeProbe, type MoleculeRequest, openMoleculeProbe } from "./probe.ts";
import { moleculeInspectionRequest, moleculeRequest, moleculeSurveyRequest } from "./request.ts";
import { openMoleculeSurvey } from "./survey.ts";

/** Molecules as one network sees them: the mean absolute error of one property. */
function objectiveOf(config: Config, prepared: Prepared): Objective {
  const network = modelOf(config);
  const { set, split, target, sizes } = prepared;
  /** Validation batches, drawn once. */
  let kept: { readonly size: number; readonly batches: readonly Batched[] } | null = null;
  type Batched = { readonly examples: MoleculeExamples; readonly indices: readonly number[] };
  const batched = (indices: readonly number[], size: number): Batched[] =>
    inBatches(paddedSetOf(prepared), indices, size).map(({ own, ...draw }) => ({
      examples: testBatch(config, prepared, draw),
      indices: draw.indices.slice(0, own),
    }));
  const output = (
    tape: Parameters<Objective["recordTest"]>[0],
    weights: Parameters<Objective["recordTest"]>[1],
    size: number,
    slots: number,
  ) => network.record(weights, config, sizesOf(config, slots), recordInputs(tape, config, size, slots));

  /** Mean absolute errors of the network and of the fit on counts. */
  const errorsOn = async (batches: Iterable<Batched>, run: TestRun) => {
    let [own, linear, count] = [0, 0, 0];
    for (const { examples, indices } of batches) {
      const { prediction } = await run(examples.inputs(config), examples.slots);
      indices.forEach((index, k) => {
        const [z, truth] = [set.zOf(index), set.targetOf(index, config.target)];
        own += Math.abs(propertyOf(config, prepared, z, prediction?.[k] as number) - truth);
        linear += Math.abs(fitted(prepared, z) - truth);
        count++;
      });
    }
    return { own: (own / count) * target.reportFactor, linear: (linear / count) * target.reportFactor };
  };

  return {
    layout: parameterLayout(config),
    slots: sizes,
    recordLoss(tape, weights, size, _, slots = LARGEST) {
      const prediction = reshape(output(tape, weights, size, slots), [size, 1]);
      return meanAbsoluteError(prediction, tape.input("target", [size, 1]));
    },
    recordTest: (tape, weights, size, slots = LARGEST) => ({
      prediction: reshape(output(tape, weights, size, slots), [size]),
    }),
    pieceOf: (batch, k, pieces) => pieceOfBatch(batch, k, pieces, ["keep"]),
    async evaluate(size, run, thorough): Promise<Metrics> {
      if (!thorough) {
        if (kept?.size !== size) kept = { size, batches: batched(split.valid.slice(0, config.tests), size) };
        const { own, linear } = await errorsOn(kept.batches, run);
        return { valid: own, linear };
      }
      const valid = await errorsOn(batched(split.valid, size), run);
      const test = await errorsOn(batched(split.test, size), run);
      return { valid: valid.own, test: test.own, linear: test.linear };
    },
  };
}

/** Learning a property of molecules (specification 7). */
export const molecules: Task<MoleculeRequest, MoleculeProbe> = {
  measures: "mae",
  measuresOf,
  result: "best",
  async open(config, files = noFiles, watch): Promise<Problem> {
    await openQm9(config.molecules, files, watch);
    const prepared = preparedFor(config);
    const epochs = new Epochs(paddedSetOf(prepared), config.batch, config.seed);
    return {
      batch: (step) => trainingBatch(config, prepared, epochs.drawOf(step), step),
      objective: (own) => objectiveOf(own, preparedFor(own)),
    };
  },
  parameterLayout,
  request: moleculeRequest,
  surveyRequest: moleculeSurveyRequest,
  inspectionRequest: moleculeInspectionRequest,
  openProbe: openMoleculeProbe,
  openSurvey: openMoleculeSurvey,
  openInspection: openMoleculeInspection,
  openOverview: openMoleculeOverview,
  companions: companionsOf,
  withModel: (config, model) => ({ ...config, model }),
  elements: (config) => LARGEST * (lifts(config) ? config.samples : 1),
};
