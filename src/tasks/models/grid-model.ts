import type { Tensor } from "../../autograd/tape.ts";
import type { Config } from "../../config/schema.ts";
import type { Axis } from "../../nn/grids/axes.ts";
import { declareGridNetwork, type GridInputs, type GridNetworkOptions, gridNetwork } from "../../nn/grids/network.ts";
import type { Weights } from "../../nn/linear.ts";
import type { ParameterLayout } from "../../nn/parameters.ts";

/** Places of the axes: hours, stations, measurements. */
export type GridSizes = readonly [number, number, number];

/** A network that fills in a grid. */
export interface GridModel {
  declare(layout: ParameterLayout, config: Config, sizes: GridSizes): void;
  /** Every entry [B, T, L, M], and each layer's maps of the axes [B, H, N, N]. */
  record(
    weights: Weights,
    config: Config,
    sizes: GridSizes,
    grid: GridInputs,
  ): { readonly output: Tensor; readonly maps: readonly Readonly<Record<Axis, Tensor>>[] };
}

/** Hours of the shortest and the longest wave that Bochner kernels begin with. */
const WAVES = { shortest: 3, longest: 96 } as const;
/** Hours of a day and of a week, whose harmonics Mercer kernels have. */
const PERIODS = [24, 168];

const optionsOf = (config: Config, sizes: GridSizes): GridNetworkOptions => {
  const { width, heads, layers, time_place: time, station_place: station, place_codes: codes, waves } = config;
  return {
    width,
    heads,
    layers,
    codes,
    sizes,
    guesses: config.guesses === "told" ? { values: 2, others: 1 } : null,
    hidden: 12,
    activation: "swish",
    location: { time, station, measurement: "none" },
    dimension: 2,
    maskSlices: false,
    kernelSize:
      time === "mercer"
        ? { ...WAVES, frequencies: PERIODS.length, harmonics: waves, periods: PERIODS }
        : { ...WAVES, frequencies: waves, harmonics: 0 },
  };
};

/** Cross-dimensional self-attention (Ma et al., 2019, decomposed; not a reproduction line by line). */
export const cdsa: GridModel = {
  declare: (layout, config, sizes) => declareGridNetwork(layout, optionsOf(config, sizes)),
  record: (weights, config, sizes, grid) => gridNetwork(weights, optionsOf(config, sizes), grid),
};
