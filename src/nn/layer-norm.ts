import * as operations from "../autograd/operations/layer-norm.ts";
import type { Tensor } from "../autograd/tape.ts";
import { type Weights, weightNamed } from "./linear.ts";
import type { ParameterLayout } from "./parameters.ts";

export function declareLayerNorm(layout: ParameterLayout, name: string, width: number): void {
  layout.pack(
    name,
    [2, width],
    (["scale", "shift"] as const).map((part, k) => ({
      name: `${name}.${part}`,
      shape: [width],
      constant: part === "scale" ? 1 : 0,
      offset: k * width,
      strides: [1],
    })),
  );
}

/** Layer normalisation of the last axis with learnt scale and shift, eps 1e-5. */
export const layerNorm = (weights: Weights, name: string, x: Tensor): Tensor =>
  operations.layerNorm(x, weightNamed(weights, name));
