import type { Config } from "../../config/schema.ts";
import { fibreShape } from "../../nn/fibres/fibre.ts";
import {
  declareInvariantSe3Transformer,
  declareSe3Transformer,
  firstValueCurves,
  invariantSe3Transformer,
  se3Transformer as network,
  type Se3TransformerOptions,
  vectorFibre,
} from "../../nn/se3-transformer.ts";
import { invariantModel } from "./invariants.ts";
import type { Model, VectorModel } from "./model.ts";
import { fullyConnectedEdges, vectorsOf, velocityFibre } from "./vectors.ts";

/** Velocities go in as vectors; charges as products of an edge's two (neighbours 1.7). */
const optionsOf = ({
  layers,
  degrees,
  channels,
  heads,
  divisor,
  radial,
  parity,
  relative,
}: Config): Se3TransformerOptions => ({
  input: fibreShape([[1, 1]]),
  output: vectorFibre(2),
  layers,
  degrees,
  channels,
  norm: "bias",
  heads,
  divisor,
  hidden: radial,
  parity,
  relative,
  scalars: 1,
});

/** Attention between features that turn with the input (Fuchs et al., 2020). */
export const se3Transformer: VectorModel = {
  declare: (layout, config) => declareSe3Transformer(layout, optionsOf(config)),
  record(weights, config, _, inputs) {
    const { mask } = inputs;
    const edges = fullyConnectedEdges(inputs);
    const { output, states } = network(weights, optionsOf(config), { features: velocityFibre(inputs), mask, edges });
    return { output: vectorsOf(output), states };
  },
  curves: (weights, config, read) => firstValueCurves(weights, optionsOf(config), read),
};

/** Numbers of a whole set, as a molecule's property is: scalars in, invariants out (neighbours 1.7, without kinds of bonds). */
export const invariantSe3: Model = invariantModel(
  (layout, config, invariant) => declareInvariantSe3Transformer(layout, { ...optionsOf(config), ...invariant }),
  (weights, config, invariant, inputs) =>
    invariantSe3Transformer(weights, { ...optionsOf(config), ...invariant }, inputs),
);
