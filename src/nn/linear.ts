import type { Activation } from "../autograd/operations/attention-terms.ts";
import { denseLayer } from "../autograd/operations/dense-layer.ts";
import { reshape } from "../autograd/operations/movement.ts";
import type { Tensor } from "../autograd/tape.ts";
import type { ParameterLayout, ParameterSlice } from "./parameters.ts";

/** Stored tensors of a model by name. */
export type Weights = ReadonlyMap<string, Tensor>;

/** @throws Error naming the missing tensor: a layout and its network disagree. */
export function weightNamed(weights: Weights, name: string): Tensor {
  const weight = weights.get(name);
  if (!weight) throw new Error(`The layout declares no tensor ${name}.`);
  return weight;
}

/**
 * Dense layers of the same input side by side, all weights [outs, in] before all biases [outs]: rows begin where vectors
 * may be read. Uniform in +-1/sqrt(in) both, or, `glorot`, weights in +-sqrt(6 / (in + out)) and biases zero.
 */
export function declareLinear(
  layout: ParameterLayout,
  names: readonly string[],
  input: number,
  output: number,
  initial: "fan-in" | "glorot" = "fan-in",
): void {
  const [prefix] = names as [string];
  const glorot = initial === "glorot";
  const halfWidth = glorot ? Math.sqrt(6 / (input + output)) : 1 / Math.sqrt(input);
  const bias = glorot ? 0 : halfWidth;
  const outputs = names.length * output;
  layout.pack(
    prefix,
    [outputs * (input + 1)],
    names.flatMap((name, k): ParameterSlice[] => [
      { name: `${name}.weight`, shape: [output, input], halfWidth, offset: k * output * input, strides: [input, 1] },
      { name: `${name}.bias`, shape: [output], halfWidth: bias, offset: outputs * input + k * output, strides: [1] },
    ]),
  );
}

/** activation(x W^T + b) + residual: x [.., in] -> [.., outs], the residual's shape. */
export function linear(
  weights: Weights,
  name: string,
  x: Tensor,
  { activation, residual }: { activation?: Activation; residual?: Tensor | undefined } = {},
): Tensor {
  const packed = weightNamed(weights, name);
  const input = x.shape.at(-1) as number;
  const rows = x.size / input;
  const y = denseLayer(reshape(x, [rows, input]), packed, {
    ...(activation ? { activation } : {}),
    residual: residual && reshape(residual, [rows, residual.size / rows]),
  });
  return reshape(y, [...x.shape.slice(0, -1), y.shape[1] as number]);
}
