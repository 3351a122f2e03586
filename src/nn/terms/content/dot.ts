import { dotContent, keysApart } from "../../../autograd/operations/attention-terms.ts";
import { reshape, slice } from "../../../autograd/operations/movement.ts";
import type { Tensor } from "../../../autograd/tape.ts";
import { declareLinear, linear } from "../../linear.ts";
import type { AttentionInputs, ContentTerm, LayerWeights } from "../term.ts";

/** q_a . k_b / sqrt(d) [B, M, K, H, 1], and what it is made of: rows [B, M, C]. */
export function dotProduct(
  { weights, prefix, options: { width, heads } }: LayerWeights,
  { features, mask, neighbours }: AttentionInputs,
  apart: boolean,
) {
  const packed = linear(weights, `${prefix}query`, features);
  const [query, own, value] = [0, 1, 2].map((k) => slice(packed, 2, k * width, (k + 1) * width)) as [
    Tensor,
    Tensor,
    Tensor,
  ];
  const key = apart ? keysApart(own, mask) : own;
  const product = dotContent(query, key, heads, neighbours);
  return { product: reshape(product, [...product.shape, 1]), query, key, value };
}

export const dot: ContentTerm = {
  size: () => 1,
  declare: (layout, prefix, { width }) =>
    declareLinear(layout, [`${prefix}query`, `${prefix}key`, `${prefix}value`], width, width),
  record(layer, inputs, _, apart) {
    const { product, value } = dotProduct(layer, inputs, apart);
    return { content: product, value };
  },
};
