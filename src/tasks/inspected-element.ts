import { coordinatesOf } from "../config/coordinates.ts";
import type { Config } from "../config/schema.ts";
import type { View } from "../config/view.ts";
import { type Coordinate, chartOf } from "../lie/chart.ts";
import { groupOf } from "../lie/registry.ts";
import type { InspectionRequest } from "./inspection.ts";

/** A coordinate of a slice; a link, or another group's slice, may say any. */
function within({ range: [least, most], step }: Coordinate, value: number): number {
  const inside = Math.min(most, Math.max(least, value));
  return step === 1 ? Math.round(inside) : inside;
}

/** The element that a view looks into, and through which plane of the group. */
export function inspectedElement(
  config: Config,
  view: View,
): Pick<InspectionRequest, "point" | "sample" | "across" | "up" | "at"> {
  const chart = chartOf(groupOf(config), config.samples);
  const last = chart.length - 1;
  const across = Math.min(view.across - 1, last);
  const up = Math.min(view.up - 1, last);
  return {
    point: view.point,
    sample: view.sample - 1,
    across,
    up: up === across ? (across + 1) % chart.length : up,
    at: coordinatesOf(view.at, chart.length).map((value, k) => within(chart[k] as Coordinate, value)),
  };
}
