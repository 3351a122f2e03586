import type { Tape, Tensor } from "../../autograd/tape.ts";
import type { Config } from "../../config/schema.ts";
import type { Fibre } from "../../nn/fibres/fibre.ts";
import type { Weights } from "../../nn/linear.ts";
import { ParameterLayout } from "../../nn/parameters.ts";
import type { ModelInputs, Sizes } from "../models/model.ts";
import { vectorModelOf } from "../models/registry.ts";
import { stabiliserWidth } from "../stabiliser.ts";

const sizesOf = ({ bodies }: Config): Sizes => ({
  points: bodies,
  dimension: 3,
  features: 1,
  outputs: [bodies, 2, 3],
});

export function parameterLayout(config: Config): ParameterLayout {
  const layout = new ParameterLayout();
  vectorModelOf(config).declare(layout, config, sizesOf(config));
  return layout;
}

/** Inputs of `size` systems. */
function recordInputs(tape: Tape, config: Config, size: number): ModelInputs {
  const { bodies } = config;
  return {
    points: tape.input("points", [size, bodies, 3]),
    momenta: tape.input("velocities", [size, bodies, 3]),
    features: [tape.input("charges", [size, bodies, 1])],
    mask: tape.constant(new Array(size * bodies).fill(1), [size, bodies]),
    stabiliser: tape.input("stabiliser", [size, bodies, stabiliserWidth(config)]),
  };
}

/** Departures from constant velocity [B, n, 2, 3], and features by degree after each layer. */
export const predicted = (
  tape: Tape,
  config: Config,
  weights: Weights,
  size: number,
): { readonly output: Tensor; readonly states: readonly Fibre[] } =>
  vectorModelOf(config).record(weights, config, sizesOf(config), recordInputs(tape, config, size));
