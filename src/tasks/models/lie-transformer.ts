import { concat } from "../../autograd/operations/concat.ts";
import { lift } from "../../autograd/operations/lift.ts";
import type { Tensor } from "../../autograd/tape.ts";
import type { Config } from "../../config/schema.ts";
import { traitsOf } from "../../config/tasks.ts";
import { groupOf } from "../../lie/registry.ts";
import {
  declareLieTransformer,
  type LieTransformerOptions,
  lieTransformerStates,
  locationField,
  lieTransformer as network,
  type TracedAttention,
  traceLieTransformer,
} from "../../nn/lie-transformer.ts";
import { ballOf } from "../ball.ts";
import type { Model, ModelInputs, Sizes } from "./model.ts";

/** The one place where a setting's name becomes a part of the network. */
function lieTransformerOptions(config: Config, sizes: Sizes): LieTransformerOptions {
  const { potential } = traitsOf(config);
  const options: LieTransformerOptions = {
    group: groupOf(config),
    samples: config.samples,
    squash: config.pairs === "squashed",
    heads: config.heads,
    hidden: config.kernel,
    content: config.content,
    location: config.location,
    combine: config.combine,
    embed: config.embed,
    width: config.width,
    normalise: config.normalise,
    activation: config.activation,
    layers: config.layers,
    blockNorm: config.norm,
    pool: config.pool,
    layout: config.layout,
    headNorm: config.head_norm,
    // Neither half precision nor lists of neighbours have second derivatives.
    half: !potential && config.precision === "half",
    inputs: sizes.features,
    outputs: sizes.outputs.reduce((product, size) => product * size, 1),
  };
  return potential || config.neighbours === 0 ? options : { ...options, ball: ballOf(config, sizes.points).size };
}

function lifted(config: Config, { points, stabiliser, features, mask, keep, measured }: ModelInputs) {
  return {
    elements: lift(groupOf(config), points, stabiliser, config.samples),
    features: features.length === 1 ? (features[0] as Tensor) : concat(features, 2),
    mask,
    keep,
    measured,
  };
}

/** Equivariant attention over elements of a Lie group (specification 4). */
export const lieTransformer: Model = {
  declare: (layout, config, sizes) => declareLieTransformer(layout, lieTransformerOptions(config, sizes)),
  record: (weights, config, sizes, inputs) =>
    network(weights, lieTransformerOptions(config, sizes), lifted(config, inputs)),
  states(weights, config, sizes, inputs) {
    const { output, features } = lieTransformerStates(
      weights,
      lieTransformerOptions(config, sizes),
      lifted(config, inputs),
    );
    return { output, states: features };
  },
  trace(weights, config, sizes, inputs) {
    const options = lieTransformerOptions(config, sizes);
    const { output, features, attention, pairs } = traceLieTransformer(weights, options, lifted(config, inputs));
    const layers = features.map((state, l) => ({ state, attention: attention[l] as TracedAttention }));
    return { output, layers, pairs };
  },
  locationField: (weights, config, sizes, elements) =>
    locationField(weights, lieTransformerOptions(config, sizes), elements),
};
