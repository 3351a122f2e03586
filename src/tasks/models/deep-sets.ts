import type { Tensor } from "../../autograd/tape.ts";
import type { Config } from "../../config/schema.ts";
import { type DeepSetsOptions, declareDeepSets, deepSets as network } from "../../nn/deep-sets.ts";
import type { Model, Sizes } from "./model.ts";

const optionsOf = ({ layers, width }: Config, { features, outputs }: Sizes): DeepSetsOptions => ({
  layers,
  width,
  inputs: features,
  outputs: outputs.reduce((product, size) => product * size, 1),
});

/** The baseline for molecules: it sees distances alone, and no attention. */
export const deepSets: Model = {
  declare: (layout, config, sizes) => declareDeepSets(layout, optionsOf(config, sizes)),
  record: (weights, config, sizes, { points, features, mask }) =>
    network(weights, optionsOf(config, sizes), points, features[0] as Tensor, mask).output,
  states: (weights, config, sizes, { points, features, mask }) =>
    network(weights, optionsOf(config, sizes), points, features[0] as Tensor, mask),
};
