import { attend } from "../autograd/operations/attention-terms.ts";
import { type LieAttentionOptions, lieAttention } from "../autograd/operations/lie-attention.ts";
import { pairFeatures } from "../autograd/operations/lift.ts";
import { reshape } from "../autograd/operations/movement.ts";
import { pad } from "../autograd/operations/pad.ts";
import type { Tensor } from "../autograd/tape.ts";
import { isFused } from "../lie/attention-terms.ts";
import { declareLinear, linear, type Weights } from "./linear.ts";
import type { ParameterLayout } from "./parameters.ts";
import { combinations, contentTerms, locationTerms } from "./terms/registry.ts";
import type { AttentionInputs, LayerWeights, LieSelfAttentionOptions } from "./terms/term.ts";

/** The published kernel `mlp`, used for constellations and dynamics; it has fused kernels. */
export const mlpKernel = { content: "dot", location: "net", combine: "sum", embed: 4 } as const;

/** How the fused kernels have a layer; null where they do not know its terms. */
function fusedLayer(layer: LayerWeights): { options: LieAttentionOptions; location: Tensor } | null {
  const { options } = layer;
  if (!isFused(options)) return null;
  const term = locationTerms[options.location].fused?.(layer);
  if (!term) return null;
  const combine = options.content === "none" || options.combine === "net" ? "sum" : options.combine;
  const half = term.waves === undefined && (options.half ?? false);
  return { options: { ...options, combine, half, waves: term.waves }, location: term.weights };
}

export function declareLieSelfAttention(
  layout: ParameterLayout,
  prefix: string,
  options: LieSelfAttentionOptions,
): void {
  const content = contentTerms[options.content];
  const location = locationTerms[options.location];
  content.declare(layout, prefix, options);
  location.declare(layout, prefix, options);
  combinations[options.combine].declare(layout, prefix, options, content.size(options) + location.size(options));
  declareLinear(layout, [`${prefix}output`], options.width, options.width);
}

/** A term of one number a head, [B, M, K, H]; null for one of several, which is no score by itself. */
const asScore = (term: Tensor | null): Tensor | null =>
  term?.shape.at(-1) === 1 ? reshape(term, term.shape.slice(0, -1)) : null;

/**
 * What the heads of a layer give pairs [B, M, K, D] by their pair features alone: [B, M, K, H]. Null where that is no single
 * number.
 */
export const locationScores = (layer: LayerWeights, pairs: Tensor): Tensor | null =>
  asScore(locationTerms[layer.options.location].record(layer, pairs));

/** The layer with its inner tensors, from differentiable operations. @throws Error if the options cannot go together */
export function decomposedLieSelfAttention(
  weights: Weights,
  prefix: string,
  options: LieSelfAttentionOptions,
  inputs: AttentionInputs,
) {
  const { elements, mask, neighbours, asked, residual } = inputs;
  const { normalise, combine } = options;
  const layer = { weights, prefix, options };
  const pairs = pairFeatures(options, elements, { neighbours, asked });
  const location = locationTerms[options.location].record(layer, pairs);
  const scored = (apart: boolean) => {
    const { content, value } = contentTerms[options.content].record(layer, inputs, pairs, apart);
    const terms = [content, location].filter((term) => term !== null);
    if (terms.length === 0) throw new Error("Attention needs a content or a location term.");
    return { scores: combinations[combine].record(layer, terms), content, value };
  };
  const { scores: weighed, value } = scored(normalise === "softmax" && combine === "sum");
  const inner = attend(weighed, value, mask, options, neighbours);
  const { scores, content } = scored(false);
  return {
    ...inner,
    scores,
    content: asScore(content),
    location: asScore(location),
    pairs,
    output: linear(weights, `${prefix}output`, inner.output, { residual }),
  };
}

/**
 * LieSelfAttention (specification 3): features [B, M, C] -> [B, M, C]. Fused for a location net, or few waves, with dot
 * content or none; from tape operations for the rest.
 */
export function lieSelfAttention(
  weights: Weights,
  prefix: string,
  options: LieSelfAttentionOptions,
  inputs: AttentionInputs,
): Tensor {
  const fused = fusedLayer({ weights, prefix, options });
  if (!fused) {
    return decomposedLieSelfAttention(weights, prefix, options, inputs).output;
  }
  const { width } = options;
  // Without content, queries and keys are zero.
  const packed =
    options.content === "dot"
      ? linear(weights, `${prefix}query`, inputs.features)
      : pad(linear(weights, `${prefix}value`, inputs.features), 2, 2 * width, 3 * width);
  const { elements, mask, neighbours, asked, residual } = inputs;
  const { location } = fused;
  const mixed = lieAttention(fused.options, { qkv: packed, elements, mask, location, neighbours, asked });
  return linear(weights, `${prefix}output`, mixed, { residual });
}
