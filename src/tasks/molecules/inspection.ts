import type { Config } from "../../config/schema.ts";
import type { Gpu } from "../../gpu/device.ts";
import type { Inspection, InspectionRequest } from "../inspection.ts";
import { type Inspected, InspectionProgram } from "../inspection-program.ts";
import { asGiven } from "../survey-plan.ts";
import type { LookProgram } from "../task.ts";
import type { Trained } from "../trained.ts";
import { liftedCopies } from "./batch.ts";
import { bySize, lookedAt } from "./looked-at.ts";
import { recordInputs, sizesOf } from "./network.ts";
import { preparedFor } from "./prepared.ts";

/** Molecules as the inside of a network is looked at. */
const inspectedMolecules = (config: Config, slots: number): Inspected => ({
  sizes: sizesOf(config, slots),
  recordInputs: (tape, batch) => recordInputs(tape, config, batch, slots),
  copies({ example, motion, lift }) {
    const molecule = lookedAt(config, preparedFor(config), example);
    return liftedCopies(config, molecule, slots, molecule.index ?? 0, [asGiven, { motion, lift }]);
  },
});

export const openMoleculeInspection = async (
  gpu: Gpu,
  trained: Trained,
): Promise<LookProgram<InspectionRequest, Inspection>> =>
  bySize(
    ({ example }: InspectionRequest) => example,
    (slots) => InspectionProgram.create(gpu, trained, inspectedMolecules(trained.config, slots)),
  );
