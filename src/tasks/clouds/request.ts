import { motionOf } from "../../config/motion.ts";
import { orbitOf } from "../../config/orbit.ts";
import { parseOwn } from "../../config/own.ts";
import type { Config } from "../../config/schema.ts";
import { dimensionOf } from "../../config/tasks.ts";
import type { View } from "../../config/view.ts";
import type { Example } from "../example.ts";
import { inspectedElement } from "../inspected-element.ts";
import type { InspectionRequest } from "../inspection.ts";
import type { SurveyRequest } from "../survey.ts";
import type { CloudTask } from "./kinds.ts";
import type { CloudRequest } from "./probe.ts";

/** The test cloud of a view, or its own points where they suit the config. */
export function exampleOf(config: Config, { cloud, own }: Pick<View, "cloud" | "own">): Example {
  const points = parseOwn(own, dimensionOf(config));
  return points.length > 0 ? points.flat() : cloud - 1;
}

/** The orbit of the cloud that a view looks at. */
export const cloudSurveyRequest = (config: Config, view: View): SurveyRequest => ({
  task: config.task as CloudTask,
  example: exampleOf(config, view),
  lift: view.lift,
  motion: motionOf(view, config),
  orbit: orbitOf(view, config).motions,
});

/** The element of that cloud whose attention a view looks into. */
export const cloudInspectionRequest = (config: Config, view: View): InspectionRequest => ({
  task: config.task as CloudTask,
  example: exampleOf(config, view),
  lift: view.lift,
  motion: motionOf(view, config),
  ...inspectedElement(config, view),
});

/** The cloud that a view looks at. */
export const cloudRequest = (config: Config, view: View): CloudRequest => ({
  task: config.task as CloudTask,
  cloud: exampleOf(config, view),
  point: view.point,
  lift: view.lift,
  motion: motionOf(view, config),
});
