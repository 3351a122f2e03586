import type { Tape } from "../../autograd/tape.ts";
import type { Config } from "../../config/schema.ts";
import { featureWidth } from "../../molecules/features.ts";
import { ParameterLayout } from "../../nn/parameters.ts";
import { ballOf } from "../ball.ts";
import type { ModelInputs, Sizes } from "../models/model.ts";
import { modelOf } from "../models/registry.ts";
import { stabiliserWidth } from "../stabiliser.ts";

/** Most atoms of a molecule of QM9. */
export const LARGEST = 29;

export const sizesOf = (config: Config, slots: number): Sizes => ({
  points: slots,
  dimension: 3,
  features: featureWidth(config.atoms),
  outputs: [1],
});

/** Parameters of the network of a config: whatever the padding, the same. */
export function parameterLayout(config: Config): ParameterLayout {
  const layout = new ParameterLayout();
  modelOf(config).declare(layout, config, sizesOf(config, LARGEST));
  return layout;
}

/** Inputs of `batch` molecules in so many slots of atoms. */
export function recordInputs(tape: Tape, config: Config, batch: number, slots: number): ModelInputs {
  const { keys, size } = ballOf(config, slots);
  return {
    points: tape.input("points", [batch, slots, 3]),
    features: [tape.input("features", [batch, slots, featureWidth(config.atoms)])],
    mask: tape.input("mask", [batch, slots]),
    stabiliser: tape.input("stabiliser", [batch, slots, stabiliserWidth(config)]),
    // Only with a ball that is not taken whole.
    keep: keys < size ? tape.input("keep", [config.layers, keys]) : undefined,
  };
}
