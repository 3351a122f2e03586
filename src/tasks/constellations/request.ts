import { motionOf } from "../../config/motion.ts";
import { orbitOf } from "../../config/orbit.ts";
import type { Config } from "../../config/schema.ts";
import type { View } from "../../config/view.ts";
import type { SurveyRequest } from "../survey.ts";
import type { CloudRequest } from "./probe.ts";

/** The orbit of the cloud that a view looks at. */
export const cloudSurveyRequest = (config: Config, view: View): SurveyRequest => ({
  task: "constellations",
  example: view.cloud - 1,
  lift: view.lift,
  motion: motionOf(view, config),
  orbit: orbitOf(view, config).motions,
});

/** The cloud that a view looks at. */
export const cloudRequest = (config: Config, view: View): CloudRequest => ({
  task: "constellations",
  cloud: view.cloud - 1,
  point: view.point,
  lift: view.lift,
  motion: motionOf(view, config),
});
