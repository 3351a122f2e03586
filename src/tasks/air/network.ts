import { divide } from "../../autograd/operations/elementwise.ts";
import type { Tape } from "../../autograd/tape.ts";
import type { Config } from "../../config/schema.ts";
import type { Weights } from "../../nn/linear.ts";
import { ParameterLayout } from "../../nn/parameters.ts";
import type { GridSizes } from "../models/grid-model.ts";
import { gridModelOf } from "../models/registry.ts";
import { MEASUREMENTS, standardAir } from "./data.ts";
import { GUESSES } from "./windows.ts";

/** Stations of the data that come with the page. */
export const STATIONS = 12;

const sizesOf = ({ hours }: Config): GridSizes => [hours, STATIONS, MEASUREMENTS];

/** Kilometres that are one to a network. */
const KILOMETRES = 30;

export function parameterLayout(config: Config): ParameterLayout {
  const layout = new ParameterLayout();
  gridModelOf(config).declare(layout, config, sizesOf(config));
  return layout;
}

/** What a network fills into `size` windows, and its maps. Inputs: values, visible [B, T, L, M]. */
export function filledIn(tape: Tape, config: Config, weights: Weights, size: number) {
  const sizes = sizesOf(config);
  const shape = [size, ...sizes];
  const visible = tape.input("visible", shape);
  const values = tape.input("values", shape);
  const guesses = config.guesses === "told" ? tape.input("guesses", [...shape, GUESSES]) : undefined;
  const stations = divide(tape.constant(standardAir().places, [STATIONS, 2]), tape.scalar(KILOMETRES));
  const time = tape.constant(
    Array.from({ length: config.hours }, (_, hour) => hour),
    [config.hours, 1],
  );
  return gridModelOf(config).record(weights, config, sizes, {
    values,
    visible,
    guesses,
    coordinates: { time, station: stations },
  });
}
