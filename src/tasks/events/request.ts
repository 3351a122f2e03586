import type { Config } from "../../config/schema.ts";
import type { View } from "../../config/view.ts";
import type { EventRequest } from "./probe.ts";

/** The sequence that a view looks at, and how far its clock is shifted. */
export const eventRequest = (_: Config, view: View): EventRequest => ({
  task: "events",
  index: view.trajectory - 1,
  shift: view.clock,
});
