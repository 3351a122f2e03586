import { concat } from "../../autograd/operations/concat.ts";
import { maximum, scale } from "../../autograd/operations/elementwise.ts";
import { matmul, transpose } from "../../autograd/operations/matmul.ts";
import { reshape } from "../../autograd/operations/movement.ts";
import { softmax } from "../../autograd/operations/softmax.ts";
import type { Tensor } from "../../autograd/tape.ts";
import { declareLayerNorm, layerNorm } from "../layer-norm.ts";
import { declareLinear, linear, type Weights, weightNamed } from "../linear.ts";
import type { ParameterLayout } from "../parameters.ts";
import type { Fibre, FibreShape } from "./fibre.ts";

/**
 * Mixing of the channels of each degree, which commutes with every rotation: by fixed weights, or attentively, by weights that
 * the channels' own inner products decide (neighbours 1.6).
 */
export type SelfInteraction = "linear" | "attentive";

/** Weights N(0, 1 / in) of the published code, as uniform ones of the same variance. */
export function declareMixing(layout: ParameterLayout, name: string, input: number, output: number): void {
  layout.add(`${name}.weight`, [output, input], { halfWidth: Math.sqrt(3 / input) });
}

/** W x over the channels of [B, n, 2l+1, in]: [B, n, 2l+1, out]. */
export function mixed(weights: Weights, name: string, x: Tensor): Tensor {
  const weight = weightNamed(weights, `${name}.weight`);
  const [output, input] = weight.shape as [number, number];
  return reshape(matmul(reshape(x, [x.size / input, input]), transpose(weight)), [...x.shape.slice(0, -1), output]);
}

export function declareSelfInteraction(
  layout: ParameterLayout,
  prefix: string,
  kind: SelfInteraction,
  input: FibreShape,
  output: FibreShape,
): void {
  for (const [l, channels] of output) {
    const own = input.get(l) as number;
    if (kind === "linear") declareMixing(layout, `${prefix}${l}`, own, channels);
    else {
      declareLayerNorm(layout, `${prefix}${l}.norm`, own * own);
      declareLinear(layout, [`${prefix}${l}.dense`], own * own, channels * own);
    }
  }
}

const LEAK = 0.01;

/** Softmax over the channels that go in, of a dense layer of their normalised Gram matrix: weights [B, n, out, in]. */
function attentiveWeights(weights: Weights, name: string, x: Tensor): Tensor {
  const [batch, nodes, , channels] = x.shape as [number, number, number, number];
  const gram = reshape(matmul(transpose(x), x), [batch, nodes, channels * channels]);
  const normed = layerNorm(weights, `${name}.norm`, gram);
  const scores = linear(weights, `${name}.dense`, maximum(normed, scale(normed, LEAK)));
  return softmax(reshape(scores, [batch, nodes, scores.size / batch / nodes / channels, channels]));
}

export function selfInteraction(weights: Weights, prefix: string, kind: SelfInteraction, fibre: Fibre): Fibre {
  const result = new Map<number, Tensor>();
  for (const [l, x] of fibre) {
    const name = `${prefix}${l}`;
    result.set(
      l,
      kind === "linear" ? mixed(weights, name, x) : matmul(x, transpose(attentiveWeights(weights, name, x))),
    );
  }
  return result;
}

/** Channels of both side by side; those of one where the other lacks the degree. */
export const joinedShapes = (first: FibreShape, second: FibreShape): FibreShape =>
  new Map([...first].map(([l, channels]) => [l, channels + (second.get(l) ?? 0)]));

export function joinedFibres(first: Fibre, second: Fibre): Fibre {
  return new Map(
    [...first].map(([l, x]) => {
      const other = second.get(l);
      return [l, other ? concat([x, other], 3) : x];
    }),
  );
}
