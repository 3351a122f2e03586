import { motionOf } from "../../config/motion.ts";
import { orbitOf } from "../../config/orbit.ts";
import type { Config } from "../../config/schema.ts";
import { startsOf } from "../../config/starts.ts";
import type { View } from "../../config/view.ts";
import type { SurveyRequest } from "../survey.ts";
import type { RollOutRequest } from "./probe.ts";

/** The roll-out that a view looks at. */
export const rollOutRequest = (config: Config, view: View): RollOutRequest => ({
  task: "particles",
  trajectory: view.trajectory - 1,
  span: view.span,
  starts: startsOf(view.starts, config.particles, config.dimension),
  lift: view.lift,
  motion: motionOf(view, config),
});

/** The orbit of the start that a view looks at. */
export const motionSurveyRequest = (config: Config, view: View): SurveyRequest => ({
  task: "particles",
  example: view.trajectory - 1,
  starts: startsOf(view.starts, config.particles, config.dimension),
  lift: view.lift,
  motion: motionOf(view, config),
  orbit: orbitOf(view, config).motions,
});
