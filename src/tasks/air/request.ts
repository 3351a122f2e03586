import type { Config } from "../../config/schema.ts";
import type { View } from "../../config/view.ts";
import type { AirRequest } from "./probe.ts";

/** The window that a view looks at, and what it hides besides. */
export const airRequest = (_: Config, view: View): AirRequest => ({
  task: "air",
  index: view.trajectory - 1,
  cut: cutFrom(view.cut),
});

/** A stretch of a station's measurement: station, measurement, first hour and the one after the last. */
export type Cut = readonly [station: number, measurement: number, from: number, to: number];

/** @returns null for no stretch */
export function cutFrom(text: string): Cut | null {
  const numbers = text === "" ? [] : text.split(",").map(Number);
  const [, , from = 0, to = 0] = numbers;
  return numbers.length === 4 && from < to ? (numbers as unknown as Cut) : null;
}
