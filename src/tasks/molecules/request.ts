import { motionOf } from "../../config/motion.ts";
import { orbitOf } from "../../config/orbit.ts";
import { MOST_ATOMS, parseAtoms } from "../../config/own-molecule.ts";
import type { Config } from "../../config/schema.ts";
import type { View } from "../../config/view.ts";
import type { Example } from "../example.ts";
import { inspectedElement } from "../inspected-element.ts";
import type { InspectionRequest } from "../inspection.ts";
import type { SurveyRequest } from "../survey.ts";
import type { MoleculeRequest } from "./probe.ts";

/** Slots of a molecule of one's own. */
export const LARGEST_OWN = MOST_ATOMS;

/** The molecule of a view by its number, or its own atoms, [z, x, y, z] of each one after the other. */
export function exampleOf({ molecule, structure }: Pick<View, "molecule" | "structure">): Example {
  const own = parseAtoms(structure);
  return own.length > 0 ? own.flat() : molecule;
}

/** What every look asks of a view. */
const looked = (config: Config, view: View) => ({
  task: "molecules" as const,
  example: exampleOf(view),
  lift: view.lift,
  motion: motionOf(view, config),
});

export const moleculeRequest = (config: Config, view: View): MoleculeRequest => ({
  ...looked(config, view),
  atom: view.point,
});

export const moleculeSurveyRequest = (config: Config, view: View): SurveyRequest => ({
  ...looked(config, view),
  orbit: orbitOf(view, config).motions,
});

export const moleculeInspectionRequest = (config: Config, view: View): InspectionRequest => ({
  ...looked(config, view),
  ...inspectedElement(config, view),
});
