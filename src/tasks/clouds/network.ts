import type { Tape, Tensor } from "../../autograd/tape.ts";
import type { Config } from "../../config/schema.ts";
import { dimensionOf } from "../../config/tasks.ts";
import { ParameterLayout } from "../../nn/parameters.ts";
import { ballOf } from "../ball.ts";
import type { ModelInputs, Sizes } from "../models/model.ts";
import { modelOf } from "../models/registry.ts";
import { stabiliserWidth } from "../stabiliser.ts";
import { featureWidth } from "./features.ts";
import { kindOf, slotsOf } from "./kinds.ts";

/** Logits of every answer are predicted: [rows, classes]. */
export const sizesOf = (config: Config): Sizes => ({
  points: slotsOf(config),
  dimension: dimensionOf(config),
  features: featureWidth(config),
  outputs: [kindOf(config).rows(config).length, kindOf(config).classes(config)],
});

/** Input nodes of a batch of clouds. */
export function recordInputs(tape: Tape, config: Config, batch: number): ModelInputs {
  const { points, dimension, features } = sizesOf(config);
  const { keys, size } = ballOf(config, points);
  const input = (name: string, width: number): Tensor => tape.input(name, [batch, points, width]);
  return {
    // Only with a ball that is not taken whole.
    keep: keys < size ? tape.input("keep", [config.layers, keys]) : undefined,
    points: input("points", dimension),
    stabiliser: input("stabiliser", stabiliserWidth(config)),
    mask: tape.input("mask", [batch, points]),
    features: [input("features", features)],
  };
}

export function parameterLayout(config: Config): ParameterLayout {
  const layout = new ParameterLayout();
  modelOf(config).declare(layout, config, sizesOf(config));
  return layout;
}
