import { coordinatesOf } from "../../config/coordinates.ts";
import { motionOf } from "../../config/motion.ts";
import { orbitOf } from "../../config/orbit.ts";
import { parseOwn } from "../../config/own.ts";
import type { Config } from "../../config/schema.ts";
import { dimensionOf } from "../../config/tasks.ts";
import type { View } from "../../config/view.ts";
import { type Coordinate, chartOf } from "../../lie/chart.ts";
import { groupOf } from "../../lie/registry.ts";
import type { Example } from "../example.ts";
import type { InspectionRequest } from "../inspection.ts";
import type { SurveyRequest } from "../survey.ts";
import type { CloudTask } from "./kinds.ts";
import type { CloudRequest } from "./probe.ts";

/** A value that a coordinate has: a link, or another group's slice, may say any. */
function within({ range: [least, most], step }: Coordinate, value: number): number {
  const inside = Math.min(most, Math.max(least, value));
  return step === 1 ? Math.round(inside) : inside;
}

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
export function cloudInspectionRequest(config: Config, view: View): InspectionRequest {
  const chart = chartOf(groupOf(config), config.samples);
  const last = chart.length - 1;
  const across = Math.min(view.across - 1, last);
  const up = Math.min(view.up - 1, last);
  return {
    task: config.task as CloudTask,
    example: exampleOf(config, view),
    lift: view.lift,
    motion: motionOf(view, config),
    point: view.point,
    sample: view.sample - 1,
    across,
    up: up === across ? (across + 1) % chart.length : up,
    at: coordinatesOf(view.at, chart.length).map((value, k) => within(chart[k] as Coordinate, value)),
  };
}

/** The cloud that a view looks at. */
export const cloudRequest = (config: Config, view: View): CloudRequest => ({
  task: config.task as CloudTask,
  cloud: exampleOf(config, view),
  point: view.point,
  lift: view.lift,
  motion: motionOf(view, config),
});
