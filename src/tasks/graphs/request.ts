import type { Config } from "../../config/schema.ts";
import type { View } from "../../config/view.ts";
import type { GraphRequest } from "./probe.ts";

/** The graph that a view looks at. */
export const graphRequest = ({ seed }: Config, view: View): GraphRequest => ({
  task: "graphs",
  place: view.trajectory - 1,
  order: view.renumber === 0 ? null : seed + view.renumber,
});
