import { motionOf } from "../../config/motion.ts";
import { orbitOf } from "../../config/orbit.ts";
import type { Config } from "../../config/schema.ts";
import type { View } from "../../config/view.ts";
import type { SurveyRequest } from "../survey.ts";
import type { ChargedRequest } from "./probe.ts";

/** The system that a view looks at. */
export const chargedRequest = (config: Config, view: View): ChargedRequest => ({
  task: "nbody",
  index: view.trajectory - 1,
  motion: motionOf(view, config),
  lift: view.lift,
});

export const chargedSurveyRequest = (config: Config, view: View): SurveyRequest => ({
  task: "nbody",
  example: view.trajectory - 1,
  motion: motionOf(view, config),
  lift: view.lift,
  orbit: orbitOf(view, config).motions,
});
