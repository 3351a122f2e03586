import { reshape } from "../autograd/operations/movement.ts";
import type { Tensor } from "../autograd/tape.ts";
import { declareLinear, linear, type Weights } from "./linear.ts";
import type { ParameterLayout } from "./parameters.ts";

/** A plain net with swish after every hidden layer: the baselines of specification 8.6. */
export interface FullyConnectedOptions {
  readonly inputs: number;
  readonly outputs: number;
  readonly width: number;
  /** Hidden layers. */
  readonly layers: number;
}

export function declareFullyConnected(layout: ParameterLayout, options: FullyConnectedOptions): void {
  const { inputs, outputs, width, layers } = options;
  for (let l = 0; l < layers; l++) declareLinear(layout, [`hidden.${l}`], l === 0 ? inputs : width, width);
  declareLinear(layout, ["output"], width, outputs);
}

/** x [B, ..] of `inputs` numbers each -> [B, outputs]. */
export function fullyConnected(weights: Weights, { inputs, layers }: FullyConnectedOptions, x: Tensor): Tensor {
  let y = reshape(x, [x.size / inputs, inputs]);
  for (let l = 0; l < layers; l++) {
    const hidden = linear(weights, `hidden.${l}`, y, { activation: "swish" });
    x.tape.watch("features", `units of hidden layer ${l + 1}`, () => hidden);
    y = hidden;
  }
  return linear(weights, "output", y);
}
