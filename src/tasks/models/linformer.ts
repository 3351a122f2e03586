import type { Tensor } from "../../autograd/tape.ts";
import type { Config } from "../../config/schema.ts";
import type { Weights } from "../../nn/linear.ts";
import {
  declareLinformer,
  declareLinformerOfPoints,
  type LinformerOptions,
  linformerOfPoints,
  linformer as network,
} from "../../nn/linformer/network.ts";
import type { ParameterLayout } from "../../nn/parameters.ts";
import type { Model, Sizes } from "./model.ts";

const optionsOf = (config: Config, length: number, outputs: number): LinformerOptions => {
  const { layers, width, heads, projection, sharing, kept_keys: slots, layerwise, pool } = config;
  return {
    layers,
    width,
    heads,
    projection,
    sharing,
    length,
    slots: projection === "none" ? length : slots,
    layerwise: layerwise === "yes" && projection === "learned",
    pool,
    activation: "swish",
    blockNorm: "layer_pre",
    outputs,
  };
};

/** A network that tells sequences of tokens apart. */
export interface SequenceModel {
  declare(layout: ParameterLayout, config: Config, tokens: number): void;
  /** Logits [B, classes], and the weights of each layer's heads [B, H, n, k]. */
  record(
    weights: Weights,
    config: Config,
    tokens: number,
    inputs: { readonly tokens: Tensor; readonly mask: Tensor },
  ): { readonly output: Tensor; readonly attention: readonly Tensor[] };
}

/** Attention with fewer keys than positions (Wang et al., 2020), or as many. */
export const linformer: SequenceModel = {
  declare: (layout, config, tokens) =>
    declareLinformer(layout, { ...optionsOf(config, config.positions, config.classes), tokens }),
  record: (weights, config, _, { tokens, mask }) =>
    network(weights, optionsOf(config, config.positions, config.classes), tokens, mask),
};

const ofPoints = (config: Config, { points, outputs }: Sizes): LinformerOptions =>
  optionsOf(
    config,
    points,
    outputs.reduce((product, size) => product * size, 1),
  );

/** The same of clouds: only what projects by features ignores the order of points. */
export const linformerOfClouds: Model = {
  declare: (layout, config, sizes) =>
    declareLinformerOfPoints(layout, { ...ofPoints(config, sizes), inputs: sizes.dimension }),
  record: (weights, config, sizes, { points, mask }) =>
    linformerOfPoints(weights, ofPoints(config, sizes), points, mask).output,
  states: (weights, config, sizes, { points, mask }) =>
    linformerOfPoints(weights, ofPoints(config, sizes), points, mask),
};
