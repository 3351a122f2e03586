import { concat } from "../../autograd/operations/concat.ts";
import { lift } from "../../autograd/operations/lift.ts";
import { expand, reshape, slice } from "../../autograd/operations/movement.ts";
import { mean } from "../../autograd/operations/reduce.ts";
import { tensorArithmetic } from "../../autograd/operations/tensor-arithmetic.ts";
import type { Tensor } from "../../autograd/tape.ts";
import type { Config } from "../../config/schema.ts";
import { traitsOf } from "../../config/tasks.ts";
import { conjugate, quaternionAt, rotate, vectorAt } from "../../lie/quaternion.ts";
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
import { declareLinear, linear } from "../../nn/linear.ts";
import type { PointPooling } from "../../nn/pooling/points.ts";
import { ballOf } from "../ball.ts";
import type { Model, ModelInputs, Sizes, VectorModel } from "./model.ts";

/** The one place where a setting's name becomes a part of the network. */
function lieTransformerOptions(config: Config, sizes: Sizes): LieTransformerOptions {
  const { potential, vectors } = traitsOf(config);
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
  if (potential || vectors) return options;
  if (config.neighbours > 0) return { ...options, ball: ballOf(config, sizes.points).size };
  return config.kept === 1 ? options : { ...options, pointPooling: pointPoolingOf(config, sizes) };
}

/** Nearest other elements that a graph of elements joins each one to; where all are joined, all scores tie. */
const JOINED = 4;

const pointPoolingOf = ({ layers, kept, kept_by, samples }: Config, { points }: Sizes): PointPooling => ({
  before: Math.ceil(layers / 2),
  ratio: kept,
  score: kept_by,
  neighbours: Math.min(JOINED, Math.max(1, Math.floor((points * samples - 1) / 2))),
});

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

/** Vectors x [B, M, 3 k] turned by the rotations of elements [B, M, 8] of SE(3), or turned back. */
function turnedBy(elements: Tensor, x: Tensor, back: boolean): Tensor {
  const a = tensorArithmetic(x.tape);
  const word = (of: Tensor, k: number) => slice(of, 2, k, k + 1);
  const own = quaternionAt([0, 1, 2, 3].map((k) => word(elements, k)));
  const rotation = back ? conjugate(a, own) : own;
  const parts = Array.from({ length: (x.shape[2] as number) / 3 }, (_, k) =>
    rotate(a, rotation, vectorAt([0, 1, 2].map((c) => word(x, 3 * k + c)))),
  );
  return concat(parts.flat(), 2);
}

/** Numbers a point of two vectors of space. */
const VECTORS = 6;

/**
 * Vectors by lifted frames: an element sees the velocity as its own rotation has it, and says two vectors in its frame, which
 * the rotation takes back to space; a point's answer is the mean over its elements. What each element computes is invariant
 * where the lift moves along, so the answer turns with the input; over fresh lifts it does so on average alone. Groups without
 * rotations have one frame for all.
 */
export const lieTransformerVectors: VectorModel = {
  declare(layout, config, sizes) {
    declareLieTransformer(layout, elementOptions(config, sizes));
    declareLinear(layout, ["vectors"], config.width, VECTORS);
  },
  record(weights, config, sizes, inputs) {
    const { points, momenta, features, stabiliser, mask } = inputs;
    const { samples } = config;
    const [batch, count] = mask.shape as [number, number];
    const elements = lift(groupOf(config), points, stabiliser, samples);
    const ofElements = (x: Tensor) => {
      const width = x.shape[2] as number;
      return reshape(expand(reshape(x, [batch, count, 1, width]), [batch, count, samples, width]), [
        batch,
        count * samples,
        width,
      ]);
    };
    const turns = elements.shape[2] === SE3_WORDS;
    const velocities = ofElements(momenta as Tensor);
    const told = [turns ? turnedBy(elements, velocities, true) : velocities, ...features.map(ofElements)];
    const states = network(weights, elementOptions(config, sizes), { elements, features: concat(told, 2), mask });
    const local = linear(weights, "vectors", states);
    const vectors = turns ? turnedBy(elements, local, false) : local;
    const output = mean(reshape(vectors, [batch, count, samples, VECTORS]), [2]);
    return { output: reshape(output, [batch, count, 2, 3]), states: [] };
  },
};

/** Words of an element of SE(3): the other groups that answer with vectors have no rotations. */
const SE3_WORDS = 8;

const elementOptions = (config: Config, sizes: Sizes): LieTransformerOptions => ({
  ...lieTransformerOptions(config, { ...sizes, features: sizes.features + 3 }),
  layout: "elements",
});
