import type { Config } from "../../config/schema.ts";
import {
  declareSetTransformer,
  setTransformer as network,
  type SetTransformerOptions,
} from "../../nn/set-transformer.ts";
import type { Model, Sizes } from "./model.ts";

const optionsOf = ({ layers, width, heads }: Config, { dimension, outputs }: Sizes): SetTransformerOptions => ({
  layers,
  width,
  heads,
  seeds: outputs[0] as number,
  inputs: dimension,
  outputs: outputs[1] as number,
});

/** The baseline for shapes: attention over plain coordinates (specification 6.3). */
export const setTransformer: Model = {
  declare: (layout, config, sizes) => declareSetTransformer(layout, optionsOf(config, sizes)),
  record: (weights, config, sizes, { points, mask }) => network(weights, optionsOf(config, sizes), points, mask).output,
  states: (weights, config, sizes, { points, mask }) => network(weights, optionsOf(config, sizes), points, mask),
};
