import { lift } from "../../autograd/operations/lift.ts";
import type { Tape, Tensor } from "../../autograd/tape.ts";
import { RandomStream } from "../../config/random.ts";
import type { Config } from "../../config/schema.ts";
import type { Group } from "../../lie/group.ts";
import { groupNamed } from "../../lie/registry.ts";
import {
  declareLieTransformer,
  type LieTransformerOptions,
  lieTransformer,
  traceLieTransformer,
} from "../../nn/lie-transformer.ts";
import type { Weights } from "../../nn/linear.ts";
import { ParameterLayout } from "../../nn/parameters.ts";
import { declareSetTransformer, type SetTransformerOptions, setTransformer } from "../../nn/set-transformer.ts";
import { featureWidth } from "./features.ts";
import { patternsOf, pointCount } from "./generate.ts";

/** Input nodes of a batch of clouds. */
export interface CloudInputs {
  readonly points: Tensor;
  readonly stabiliser: Tensor;
  readonly mask: Tensor;
  readonly features: Tensor;
}

export function recordInputs(tape: Tape, config: Config, batch: number): CloudInputs {
  const points = pointCount(config);
  return {
    points: tape.input("points", [batch, points, 2]),
    stabiliser: tape.input("stabiliser", [batch, points, samplesOf(config)]),
    mask: tape.input("mask", [batch, points]),
    features: tape.input("features", [batch, points, featureWidth(config)]),
  };
}

/** Classes a count has: 0 .. repeats. */
export const classesOf = (config: Config): number => config.repeats + 1;

export const samplesOf = (config: Config): number => (config.model === "lietransformer" ? config.samples : 1);

function lieOptions(config: Config): LieTransformerOptions {
  return {
    group: groupNamed(config.group),
    samples: config.samples,
    heads: config.heads,
    hidden: config.kernel,
    width: config.width,
    normalise: config.normalise,
    activation: config.activation,
    layers: config.layers,
    blockNorm: "layer_pre",
    pool: "mean",
    layout: "pool_then_head",
    headNorm: false,
    inputs: featureWidth(config),
    outputs: patternsOf(config).length * classesOf(config),
  };
}

const setOptions = (config: Config): SetTransformerOptions => ({
  layers: config.layers,
  width: config.width,
  heads: config.heads,
  seeds: patternsOf(config).length,
  inputs: 2,
  outputs: classesOf(config),
});

export function parameterLayout(config: Config): ParameterLayout {
  const layout = new ParameterLayout();
  if (config.model === "lietransformer") declareLieTransformer(layout, lieOptions(config));
  else declareSetTransformer(layout, setOptions(config));
  return layout;
}

const elementsOf = (config: Config, { points, stabiliser }: CloudInputs): Tensor =>
  lift(groupNamed(config.group), points, stabiliser);

/** Logits of every count: [B, patterns x classes] or the same numbers as [B, patterns, classes]. */
export function network(config: Config, weights: Weights, inputs: CloudInputs): Tensor {
  if (config.model === "set-transformer")
    return setTransformer(weights, setOptions(config), inputs.points, inputs.mask);
  return lieTransformer(weights, lieOptions(config), { ...inputs, elements: elementsOf(config, inputs) });
}

/** The network with what a visitor inspects: features and attention weights of each layer (none for the baseline). */
export function tracedNetwork(config: Config, weights: Weights, inputs: CloudInputs) {
  if (config.model === "set-transformer")
    return { output: network(config, weights, inputs), features: [], attention: [] };
  return traceLieTransformer(weights, lieOptions(config), { ...inputs, elements: elementsOf(config, inputs) });
}

/**
 * Stabiliser samples of one cloud [n, S]: evenly spaced angles with a random phase a point (specification 2.5), or
 * zeros for groups that draw none.
 */
export function drawStabiliser(config: Config, purpose: string, index: number): Float32Array<ArrayBuffer> {
  const samples = samplesOf(config);
  const angles = new Float32Array(pointCount(config) * samples);
  if (!drawsAngles(groupNamed(config.group))) return angles;
  const random = new RandomStream(config.seed, `stabiliser ${purpose}`, index);
  for (let point = 0; point < angles.length / samples; point++) {
    const phase = 2 * Math.PI * random.uniform();
    for (let s = 0; s < samples; s++) {
      angles[point * samples + s] = -Math.PI + (2 * Math.PI * (s + 1)) / samples + phase;
    }
  }
  return angles;
}

const drawsAngles = (group: Group): boolean => group.stabiliser === "random angle";

/** Left-multiplies stabiliser samples by a rotation, so that the lifted elements move with the points. */
export function turnStabiliser(config: Config, angles: Float32Array, angle: number): Float32Array<ArrayBuffer> {
  const turn = drawsAngles(groupNamed(config.group)) ? angle : 0;
  return Float32Array.from(angles, (value) => value + turn);
}
