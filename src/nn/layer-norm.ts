import { add, multiply } from "../autograd/operations/elementwise.ts";
import { normalise } from "../autograd/operations/normalise.ts";
import type { Tensor } from "../autograd/tape.ts";
import { type Weights, weightNamed } from "./linear.ts";
import type { ParameterLayout } from "./parameters.ts";

export function declareLayerNorm(layout: ParameterLayout, name: string, width: number): void {
  layout.add(`${name}.scale`, [width], { constant: 1 });
  layout.add(`${name}.shift`, [width], { constant: 0 });
}

/** Layer normalisation of the last axis with learnt scale and shift, eps 1e-5. */
export function layerNorm(weights: Weights, name: string, x: Tensor): Tensor {
  const scaled = multiply(normalise(x), weightNamed(weights, `${name}.scale`));
  return add(scaled, weightNamed(weights, `${name}.shift`));
}
