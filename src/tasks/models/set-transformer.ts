import { concat } from "../../autograd/operations/concat.ts";
import { reshape } from "../../autograd/operations/movement.ts";
import type { Tensor } from "../../autograd/tape.ts";
import type { Config } from "../../config/schema.ts";
import { declareLinear, linear } from "../../nn/linear.ts";
import {
  declareEncoder,
  declareSetTransformer,
  encoder,
  setTransformer as network,
  type SetTransformerOptions,
} from "../../nn/set-transformer.ts";
import type { Model, ModelInputs, Sizes, VectorModel } from "./model.ts";

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

/** Numbers a point of two vectors of space. */
const VECTORS = 6;

/** Places, velocities and what else a point is, side by side. */
const told = ({ points, momenta, features }: ModelInputs): Tensor =>
  concat([points, momenta as Tensor, ...features], 2);

const encoderOf = (config: Config, sizes: Sizes): SetTransformerOptions => ({
  ...optionsOf(config, sizes),
  inputs: 2 * sizes.dimension + sizes.features,
});

/** Its encoder alone, and a dense layer to the vectors of each point: it holds no motion. */
export const setTransformerVectors: VectorModel = {
  declare(layout, config, sizes) {
    declareEncoder(layout, encoderOf(config, sizes));
    declareLinear(layout, ["vectors"], config.width, VECTORS);
  },
  record(weights, config, sizes, inputs) {
    const { mask } = inputs;
    const states = encoder(weights, encoderOf(config, sizes), told(inputs), mask);
    const [batch, count] = mask.shape as [number, number];
    const output = linear(weights, "vectors", states.at(-1) as Tensor);
    return { output: reshape(output, [batch, count, 2, 3]), states: [] };
  },
};
