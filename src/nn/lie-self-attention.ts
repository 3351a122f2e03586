import {
  decomposedLieAttention,
  type LieAttentionOptions,
  lieAttention,
  locationSize,
} from "../autograd/operations/lie-attention.ts";
import type { Tensor } from "../autograd/tape.ts";
import { declareLinear, linear, type Weights, weightNamed } from "./linear.ts";
import type { ParameterLayout } from "./parameters.ts";

export interface LieSelfAttentionOptions extends LieAttentionOptions {
  readonly width: number;
}

/** Query, key and value are stored side by side, and each head's location net as one row. */
export function declareLieSelfAttention(
  layout: ParameterLayout,
  prefix: string,
  { width, heads, hidden, group }: LieSelfAttentionOptions,
): void {
  declareLinear(layout, [`${prefix}query`, `${prefix}key`, `${prefix}value`], width, width);
  const row = locationSize(group.pairDim, hidden);
  let at = 0;
  const slices = [
    [group.pairDim, hidden],
    [hidden, hidden],
    [hidden, 1],
  ].flatMap(([input, output], k) => {
    const [i, o] = [input as number, output as number];
    // The published library reads the second axis as fan-in (specification 5).
    const halfWidth = 1 / Math.sqrt(o);
    const weight = {
      name: `${prefix}location.${k}.weight`,
      shape: [heads, i, o],
      halfWidth,
      offset: at,
      strides: [row, o, 1],
    };
    const bias = {
      name: `${prefix}location.${k}.bias`,
      shape: [heads, o],
      halfWidth,
      offset: at + i * o,
      strides: [row, 1],
    };
    at += (i + 1) * o;
    return [weight, bias];
  });
  layout.pack(`${prefix}location`, [heads, row], slices);
  declareLinear(layout, [`${prefix}output`], width, width);
}

interface AttentionInputs {
  /** [B, M, C] */
  readonly features: Tensor;
  /** [B, M, words] */
  readonly elements: Tensor;
  /** [B, M], 1 where present */
  readonly mask: Tensor;
  /** [B, M, K]; all columns when left out */
  readonly neighbours?: Tensor | undefined;
}

/** The layer with its inner tensors, from differentiable operations. */
export function decomposedLieSelfAttention(
  weights: Weights,
  prefix: string,
  options: LieSelfAttentionOptions,
  { features, elements, mask, neighbours }: AttentionInputs,
) {
  const inner = decomposedLieAttention(
    options,
    linear(weights, `${prefix}query`, features),
    elements,
    mask,
    weightNamed(weights, `${prefix}location`),
    neighbours,
  );
  return { ...inner, output: linear(weights, `${prefix}output`, inner.output) };
}

/** LieSelfAttention (specification 3): features [B, M, C] -> [B, M, C], fused unless a neighbour table is given. */
export function lieSelfAttention(
  weights: Weights,
  prefix: string,
  options: LieSelfAttentionOptions,
  inputs: AttentionInputs,
): Tensor {
  if (inputs.neighbours) return decomposedLieSelfAttention(weights, prefix, options, inputs).output;
  const mixed = lieAttention(
    options,
    linear(weights, `${prefix}query`, inputs.features),
    inputs.elements,
    inputs.mask,
    weightNamed(weights, `${prefix}location`),
  );
  return linear(weights, `${prefix}output`, mixed);
}
