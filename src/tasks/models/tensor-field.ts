import { reshape } from "../../autograd/operations/movement.ts";
import type { Tensor } from "../../autograd/tape.ts";
import type { Config } from "../../config/schema.ts";
import { fibreShape } from "../../nn/fibres/fibre.ts";
import {
  declareInvariantTensorField,
  declareTensorFieldNetwork,
  firstFieldCurves,
  invariantTensorField,
  tensorFieldNetwork as network,
  type TensorFieldNetworkOptions,
  vectorFibre,
} from "../../nn/se3-transformer.ts";
import { invariantModel } from "./invariants.ts";
import type { Model, VectorModel } from "./model.ts";
import { fullyConnectedEdges, vectorsOf, velocityFibre } from "./vectors.ts";

/** Velocities as vectors and charges as scalars, which the nodes have too (neighbours 1.7). */
const optionsOf = ({ layers, degrees, channels, radial, parity }: Config): TensorFieldNetworkOptions => ({
  input: fibreShape([
    [0, 1],
    [1, 1],
  ]),
  output: vectorFibre(2),
  layers: layers + 1,
  degrees,
  channels,
  norm: "bias",
  hidden: radial,
  parity,
  relative: "none",
  scalars: 1,
});

/** The same kernels, averaged over the neighbours (Thomas et al., 2018). */
export const tensorField: VectorModel = {
  declare: (layout, config) => declareTensorFieldNetwork(layout, optionsOf(config)),
  record(weights, config, _, inputs) {
    const { mask, features } = inputs;
    const charges = features[0] as Tensor;
    const [batch, count] = mask.shape as [number, number];
    const { output, states } = network(weights, optionsOf(config), {
      features: new Map([[0, reshape(charges, [batch, count, 1, 1])], ...velocityFibre(inputs)]),
      mask,
      edges: fullyConnectedEdges(inputs),
    });
    return { output: vectorsOf(output), states };
  },
  curves: (weights, config, read) => firstFieldCurves(weights, optionsOf(config), read),
};

/** Numbers of a whole set: scalars in, invariants out. */
export const invariantField: Model = invariantModel(
  (layout, config, invariant) => declareInvariantTensorField(layout, { ...optionsOf(config), ...invariant }),
  (weights, config, invariant, inputs) => invariantTensorField(weights, { ...optionsOf(config), ...invariant }, inputs),
);
