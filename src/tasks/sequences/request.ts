import type { Config } from "../../config/schema.ts";
import type { View } from "../../config/view.ts";
import type { SequenceRequest } from "./probe.ts";

/** The sequence that a view looks at. */
export const sequenceRequest = (_: Config, view: View): SequenceRequest => ({
  task: "sequences",
  index: view.trajectory - 1,
  layer: Math.max(1, view.layer),
  head: Math.max(1, view.head),
});
