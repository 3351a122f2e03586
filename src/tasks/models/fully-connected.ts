import { concat } from "../../autograd/operations/concat.ts";
import { reshape } from "../../autograd/operations/movement.ts";
import type { Tensor } from "../../autograd/tape.ts";
import type { Config } from "../../config/schema.ts";
import { declareFullyConnected, type FullyConnectedOptions, fullyConnected } from "../../nn/fully-connected.ts";
import type { Model, ModelInputs, Sizes } from "./model.ts";

/** A plain net of all numbers of an example side by side, in the order of its parts. */
function plain(parts: (inputs: ModelInputs) => readonly Tensor[], vectors: number): Pick<Model, "declare" | "record"> {
  const optionsOf = ({ mlp_width, mlp_layers }: Config, sizes: Sizes): FullyConnectedOptions => ({
    inputs: sizes.points * (vectors * sizes.dimension + sizes.features),
    outputs: sizes.outputs.reduce((product, size) => product * size, 1),
    width: mlp_width,
    layers: mlp_layers,
  });
  return {
    declare: (layout, config, sizes) => declareFullyConnected(layout, optionsOf(config, sizes)),
    record(weights, config, sizes, inputs) {
      const flat = parts(inputs).map((part) => reshape(part, [part.shape[0] as number, -1]));
      return fullyConnected(weights, optionsOf(config, sizes), concat(flat, 1));
    },
  };
}

/** HFC: places and features to a potential (specification 8.6). */
export const hfc: Model = plain(({ points, features }) => [points, ...features], 1);

/** FC: places, momenta and features to dz/dt (specification 8.6). */
export const fc: Model = {
  ...plain(({ points, momenta, features }) => [points, momenta as Tensor, ...features], 2),
  learnsMotion: true,
};
