import { lift } from "../../autograd/operations/lift.ts";
import type { Tape, Tensor } from "../../autograd/tape.ts";
import type { Config } from "../../config/schema.ts";
import { dimensionOf } from "../../config/tasks.ts";
import { groupOf } from "../../lie/registry.ts";
import type { MeasuredStatistics } from "../../nn/batch-norm.ts";
import {
  declareLieTransformer,
  type LieTransformerOptions,
  lieTransformer,
  traceLieTransformer,
} from "../../nn/lie-transformer.ts";
import type { Weights } from "../../nn/linear.ts";
import { ParameterLayout } from "../../nn/parameters.ts";
import { declareSetTransformer, type SetTransformerOptions, setTransformer } from "../../nn/set-transformer.ts";
import { lieTransformerOptions, stabiliserWidth } from "../lie-transformer-options.ts";
import { ballOf } from "./draws.ts";
import { featureWidth } from "./features.ts";
import { patternsOf, pointCount } from "./generate.ts";

/** Input nodes of a batch of clouds. */
export interface CloudInputs {
  readonly points: Tensor;
  readonly stabiliser: Tensor;
  readonly mask: Tensor;
  readonly features: Tensor;
  /** Places of each layer's neighbours in the ball; only with a ball that is not taken whole. */
  readonly keep: Tensor | undefined;
}

export function recordInputs(tape: Tape, config: Config, batch: number): CloudInputs {
  const points = pointCount(config);
  const { keys, size } = ballOf(config);
  return {
    keep: keys < size ? tape.input("keep", [config.layers, keys]) : undefined,
    points: tape.input("points", [batch, points, dimensionOf(config)]),
    stabiliser: tape.input("stabiliser", [batch, points, stabiliserWidth(config)]),
    mask: tape.input("mask", [batch, points]),
    features: tape.input("features", [batch, points, featureWidth(config)]),
  };
}

/** Classes a count has: 0 .. repeats. */
export const classesOf = (config: Config): number => config.repeats + 1;

export const samplesOf = (config: Config): number => (config.model === "lietransformer" ? config.samples : 1);

function lieOptions(config: Config): LieTransformerOptions {
  const outputs = patternsOf(config).length * classesOf(config);
  const options = {
    ...lieTransformerOptions(config, featureWidth(config), outputs),
    half: config.precision === "half",
  };
  return config.neighbours > 0 ? { ...options, ball: ballOf(config).size } : options;
}

const setOptions = (config: Config): SetTransformerOptions => ({
  layers: config.layers,
  width: config.width,
  heads: config.heads,
  seeds: patternsOf(config).length,
  inputs: dimensionOf(config),
  outputs: classesOf(config),
});

export function parameterLayout(config: Config): ParameterLayout {
  const layout = new ParameterLayout();
  if (config.model === "lietransformer") declareLieTransformer(layout, lieOptions(config));
  else declareSetTransformer(layout, setOptions(config));
  return layout;
}

const elementsOf = (config: Config, { points, stabiliser }: CloudInputs): Tensor =>
  lift(groupOf(config), points, stabiliser, config.samples);

/**
 * Logits of every count: [B, patterns x classes] or the same numbers as [B, patterns, classes].
 * @param measured given in training, for the statistics of batch norms
 */
export function network(config: Config, weights: Weights, inputs: CloudInputs, measured?: MeasuredStatistics): Tensor {
  if (config.model === "set-transformer")
    return setTransformer(weights, setOptions(config), inputs.points, inputs.mask);
  return lieTransformer(weights, lieOptions(config), { ...inputs, elements: elementsOf(config, inputs), measured });
}

/** The network with what a visitor inspects: features and attention weights of each layer (none for the baseline). */
export function tracedNetwork(config: Config, weights: Weights, inputs: CloudInputs) {
  if (config.model === "set-transformer")
    return { output: network(config, weights, inputs), features: [], attention: [] };
  return traceLieTransformer(weights, lieOptions(config), { ...inputs, elements: elementsOf(config, inputs) });
}
