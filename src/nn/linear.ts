import { add } from "../autograd/operations/elementwise.ts";
import { matmul, transpose } from "../autograd/operations/matmul.ts";
import { reshape } from "../autograd/operations/movement.ts";
import { contiguousStrides } from "../autograd/shape.ts";
import type { Tensor } from "../autograd/tape.ts";
import type { ParameterLayout } from "./parameters.ts";

/** Stored tensors of a model by name. */
export type Weights = ReadonlyMap<string, Tensor>;

/** @throws Error naming the missing tensor: a layout and its network disagree. */
export function weightNamed(weights: Weights, name: string): Tensor {
  const weight = weights.get(name);
  if (!weight) throw new Error(`The layout declares no tensor ${name}.`);
  return weight;
}

/** Dense layers of the same input side by side: weight [outs, in], bias [outs], uniform in +-1/sqrt(in). */
export function declareLinear(layout: ParameterLayout, names: readonly string[], input: number, output: number): void {
  const [prefix] = names as [string];
  const halfWidth = 1 / Math.sqrt(input);
  layout.pack(
    `${prefix}.weight`,
    [names.length * output, input],
    names.map((name, k) => ({
      name: `${name}.weight`,
      shape: [output, input],
      halfWidth,
      offset: k * output * input,
      strides: contiguousStrides([output, input]),
    })),
  );
  layout.pack(
    `${prefix}.bias`,
    [names.length * output],
    names.map((name, k) => ({ name: `${name}.bias`, shape: [output], halfWidth, offset: k * output, strides: [1] })),
  );
}

/** x [.., in] -> [.., outs]. */
export function linear(weights: Weights, prefix: string, x: Tensor): Tensor {
  const weight = weightNamed(weights, `${prefix}.weight`);
  const input = x.shape.at(-1) as number;
  const rows = reshape(x, [x.size / input, input]);
  const y = add(matmul(rows, transpose(weight)), weightNamed(weights, `${prefix}.bias`));
  return reshape(y, [...x.shape.slice(0, -1), weight.shape[0] as number]);
}
