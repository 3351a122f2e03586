import { rotationOf } from "../../config/motion.ts";
import type { Config } from "../../config/schema.ts";
import type { View } from "../../config/view.ts";
import type { EventRequest } from "./probe.ts";

/** The sequence that a view looks at, how far its clock is shifted, and how its globe is turned. */
export function eventRequest(_: Config, view: View): EventRequest {
  const [x, y, z, w] = rotationOf(view, 3);
  return {
    task: "events",
    index: view.trajectory - 1,
    shift: view.clock,
    rotation: [w, x, y, z],
    lift: view.lift,
  };
}
