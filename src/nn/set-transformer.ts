import { add, scale, where } from "../autograd/operations/elementwise.ts";
import { matmul, transpose } from "../autograd/operations/matmul.ts";
import { expand, permute, reshape, slice } from "../autograd/operations/movement.ts";
import { softmax } from "../autograd/operations/softmax.ts";
import type { Tensor } from "../autograd/tape.ts";
import { declareLinear, linear, type Weights, weightNamed } from "./linear.ts";
import type { ParameterLayout } from "./parameters.ts";

/** Set Transformer baseline (Lee et al., 2019; specification 6.3): no inducing points, no layer norm. */
export interface SetTransformerOptions {
  readonly layers: number;
  readonly width: number;
  readonly heads: number;
  /** Learnt seeds, one a count to predict. */
  readonly seeds: number;
  readonly inputs: number;
  readonly outputs: number;
}

function declareBlock(layout: ParameterLayout, name: string, query: number, width: number): void {
  declareLinear(layout, [`${name}.query`], query, width);
  declareLinear(layout, [`${name}.key`, `${name}.value`], query, width);
  declareLinear(layout, [`${name}.mlp`], width, width);
}

export function declareEncoder(layout: ParameterLayout, { layers, width, inputs }: SetTransformerOptions): void {
  for (let l = 0; l < layers; l++) declareBlock(layout, `encoder.${l}`, l === 0 ? inputs : width, width);
}

export function declareSetTransformer(layout: ParameterLayout, options: SetTransformerOptions): void {
  const { layers, width, seeds } = options;
  declareEncoder(layout, options);
  // Xavier uniform.
  layout.add("seeds", [seeds, width], { halfWidth: Math.sqrt(6 / (seeds + width)) });
  declareBlock(layout, "pool", width, width);
  for (let l = 0; l < layers; l++) declareBlock(layout, `decoder.${l}`, width, width);
  declareLinear(layout, ["head"], width, options.outputs);
}

/** o = q + softmax(q k^T / sqrt(C)) v, then o + relu(dense o). queries [B, Q, .], keys [B, K, .], mask [B, K] or none. */
function attentionBlock(
  weights: Weights,
  name: string,
  { heads, width }: SetTransformerOptions,
  queries: Tensor,
  keys: Tensor,
  mask?: Tensor,
): Tensor {
  const [batch, count] = queries.shape as [number, number, number];
  const size = keys.shape[1] as number;
  const depth = width / heads;
  const split = (x: Tensor, n: number) => permute(reshape(x, [batch, n, heads, depth]), [0, 2, 1, 3]);
  const q = linear(weights, `${name}.query`, queries);
  const kv = linear(weights, `${name}.key`, keys);
  const k = split(slice(kv, 2, 0, width), size);
  const v = split(slice(kv, 2, width, 2 * width), size);
  // Published scaling: the full width, not the head's.
  let scores = scale(matmul(split(q, count), transpose(k)), 1 / Math.sqrt(width));
  if (mask) scores = where(reshape(mask, [batch, 1, 1, size]), scores, scores.tape.scalar(-1e38));
  const mixed = reshape(permute(matmul(softmax(scores), v), [0, 2, 1, 3]), [batch, count, width]);
  const o = add(q, mixed);
  return linear(weights, `${name}.mlp`, o, { activation: "relu", residual: o });
}

/** The encoder alone, of what each point is [B, n, F]: features after each block, [B, n, C]. */
export function encoder(weights: Weights, options: SetTransformerOptions, points: Tensor, mask: Tensor): Tensor[] {
  const states: Tensor[] = [];
  const [batch, count] = mask.shape as [number, number];
  let x = where(reshape(mask, [batch, count, 1]), points, points.tape.scalar(0));
  for (let l = 0; l < options.layers; l++) {
    const features = attentionBlock(weights, `encoder.${l}`, options, x, x, mask);
    points.tape.watch("features", `features after encoder ${l + 1}`, () => features);
    x = features;
    states.push(features);
  }
  return states;
}

/** points [B, n, 2], mask [B, n] -> output [B, seeds, outputs], and the points' features after each encoder [B, n, C]. */
export function setTransformer(
  weights: Weights,
  options: SetTransformerOptions,
  points: Tensor,
  mask: Tensor,
): { readonly output: Tensor; readonly states: readonly Tensor[] } {
  const states = encoder(weights, options, points, mask);
  const [batch] = mask.shape as [number, number];
  const seeds = expand(reshape(weightNamed(weights, "seeds"), [1, options.seeds, options.width]), [
    batch,
    options.seeds,
    options.width,
  ]);
  let y = attentionBlock(weights, "pool", options, seeds, states.at(-1) as Tensor, mask);
  for (let l = 0; l < options.layers; l++) y = attentionBlock(weights, `decoder.${l}`, options, y, y);
  return { output: linear(weights, "head", y), states };
}
