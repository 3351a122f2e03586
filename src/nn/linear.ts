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
 * Dense layers of the same input side by side, each row of the weights with its bias behind it: [outs, in + 1]. Weights
 * [outs, in] and biases [outs] are uniform in +-1/sqrt(in).
 */
export function declareLinear(layout: ParameterLayout, names: readonly string[], input: number, output: number): void {
  const [prefix] = names as [string];
  const halfWidth = 1 / Math.sqrt(input);
  const row = input + 1;
  layout.pack(
    prefix,
    [names.length * output, row],
    names.flatMap((name, k): ParameterSlice[] => {
      const offset = k * output * row;
      return [
        { name: `${name}.weight`, shape: [output, input], halfWidth, offset, strides: [row, 1] },
        { name: `${name}.bias`, shape: [output], halfWidth, offset: offset + input, strides: [row] },
      ];
    }),
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
  const outputs = packed.shape[0] as number;
  const y = denseLayer(reshape(x, [rows, input]), packed, {
    ...(activation ? { activation } : {}),
    residual: residual && reshape(residual, [rows, outputs]),
  });
  return reshape(y, [...x.shape.slice(0, -1), outputs]);
}
