import type { Config } from "../../config/schema.ts";
import type { View } from "../../config/view.ts";
import type { CloudRequest } from "../../tasks/constellations/probe.ts";
import { motionOf } from "../motion.ts";

/** The cloud that a view looks at. */
export const cloudRequest = (config: Config, view: View): CloudRequest => ({
  task: "constellations",
  cloud: view.cloud - 1,
  point: view.point,
  lift: view.lift,
  motion: motionOf(view, config),
});
