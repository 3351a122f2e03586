import {
  type Activation,
  attend,
  dotContent,
  keysApart,
  type Normalise,
  overKeys,
  perHeadNet,
  perHeadNetSize,
} from "../autograd/operations/attention-terms.ts";
import { concat } from "../autograd/operations/concat.ts";
import { add, multiply, scale } from "../autograd/operations/elementwise.ts";
import { type LieAttentionOptions, lieAttention } from "../autograd/operations/lie-attention.ts";
import { type PairOptions, pairFeatures } from "../autograd/operations/lift.ts";
import { expand, reshape, slice } from "../autograd/operations/movement.ts";
import { pad } from "../autograd/operations/pad.ts";
import { sum } from "../autograd/operations/reduce.ts";
import type { Tensor } from "../autograd/tape.ts";
import { isFused, type Terms } from "../lie/attention-terms.ts";
import { declareLinear, linear, type Weights, weightNamed } from "./linear.ts";
import type { ParameterLayout, ParameterSlice } from "./parameters.ts";

export interface LieSelfAttentionOptions extends PairOptions, Terms {
  readonly heads: number;
  readonly width: number;
  /** Width of the hidden layers of location and combination nets. */
  readonly hidden: number;
  /** Numbers a head of concat (even) and concat_linear content. */
  readonly embed: number;
  readonly normalise: Normalise;
  readonly activation: Activation;
  /** Location nets half precise, in the fused kernels only. */
  readonly half?: boolean;
}

/** The published kernel `mlp`, used for constellations and dynamics; it has fused kernels. */
export const mlpKernel = { content: "dot", location: "net", combine: "sum", embed: 4 } as const;

/** The options of the fused kernels; null where there are none for these terms. */
function fusedOptions(options: LieSelfAttentionOptions): LieAttentionOptions | null {
  if (!isFused(options)) return null;
  return { ...options, combine: options.content === "none" || options.combine === "net" ? "sum" : options.combine };
}

/** Lengths of the content and location terms of a head; 0 where there is none. */
function termSizes({ content, location, embed, group }: LieSelfAttentionOptions): {
  content: number;
  location: number;
} {
  const contentSize = content === "none" ? 0 : content === "dot" || content === "relative" ? 1 : embed;
  return { content: contentSize, location: location === "net" ? 1 : location === "raw" ? group.pairDim : 0 };
}

/** Each head's net as one row; the published library takes the second axis for the fan-in (specification 5). */
function declarePerHeadNet(layout: ParameterLayout, name: string, heads: number, inputs: number, hidden: number): void {
  const row = perHeadNetSize(inputs, hidden);
  let at = 0;
  const slices = [
    [inputs, hidden],
    [hidden, hidden],
    [hidden, 1],
  ].flatMap(([input, output], k): ParameterSlice[] => {
    const [i, o] = [input as number, output as number];
    const halfWidth = 1 / Math.sqrt(o);
    const weight = { name: `${name}.${k}.weight`, shape: [heads, i, o], halfWidth, offset: at, strides: [row, o, 1] };
    const bias = { name: `${name}.${k}.bias`, shape: [heads, o], halfWidth, offset: at + i * o, strides: [row, 1] };
    at += (i + 1) * o;
    return [weight, bias];
  });
  layout.pack(name, [heads, row], slices);
}

/** Query, key and value are stored side by side where they are of one size. */
export function declareLieSelfAttention(
  layout: ParameterLayout,
  prefix: string,
  options: LieSelfAttentionOptions,
): void {
  const { width, heads, hidden, embed, group, content } = options;
  const [query, key, value] = [`${prefix}query`, `${prefix}key`, `${prefix}value`];
  if (content === "dot" || content === "relative") declareLinear(layout, [query, key, value], width, width);
  else {
    const size = heads * (content === "concat" ? embed / 2 : embed);
    if (content !== "none") for (const name of [query, key]) declareLinear(layout, [name], width, size);
    if (content === "concat_linear") declareLinear(layout, [`${prefix}mix`], 2 * embed, embed);
    declareLinear(layout, [value], width, width);
  }
  if (content === "relative") {
    declareLinear(layout, [`${prefix}place`], group.pairDim, width);
    for (const name of ["u", "v"]) layout.add(prefix + name, [heads, width / heads], { constant: 0 });
  }
  if (options.location === "net") declarePerHeadNet(layout, `${prefix}location`, heads, group.pairDim, hidden);
  if (options.combine === "net") {
    const sizes = termSizes(options);
    declarePerHeadNet(layout, `${prefix}combine`, heads, sizes.content + sizes.location, hidden);
  }
  declareLinear(layout, [`${prefix}output`], width, width);
}

interface AttentionInputs {
  /** [B, M, C] */
  readonly features: Tensor;
  /** [B, M, words] */
  readonly elements: Tensor;
  /** [B, M], 1 where present */
  readonly mask: Tensor;
  /** Indices of the elements each one attends to, [B, M, K]; all of them when left out */
  readonly neighbours?: Tensor | undefined;
  /** Added to the output, [B, M, C] */
  readonly residual?: Tensor | undefined;
}

interface HeadTerms {
  /** [B, M, K, H, e], null where there is none */
  readonly content: Tensor | null;
  /** [B, M, C] */
  readonly value: Tensor;
}

/** @param apart whether keys are told from the first one of their example, see `keysApart` */
function contentTerm(
  weights: Weights,
  prefix: string,
  options: LieSelfAttentionOptions,
  { features, mask, neighbours }: AttentionInputs,
  pairs: Tensor,
  apart: boolean,
): HeadTerms {
  const { content, heads, width, embed } = options;
  const [batch, count, keys] = pairs.shape as [number, number, number, number];
  // Of [B, M, H e], as the attending element and as the one attended to: [B, M, K, H, e].
  const headed = (x: Tensor) => reshape(x, [...x.shape.slice(0, 3), heads, (x.shape[3] as number) / heads]);
  const asRow = (x: Tensor) => {
    const size = x.shape[2] as number;
    return headed(expand(reshape(x, [batch, count, 1, size]), [batch, count, keys, size]));
  };
  const asColumn = (x: Tensor) => headed(overKeys(x, neighbours));
  const apply = (name: string, x: Tensor = features) => linear(weights, prefix + name, x);
  if (content === "dot" || content === "relative") {
    const packed = apply("query");
    const [query, own, value] = [0, 1, 2].map((k) => slice(packed, 2, k * width, (k + 1) * width)) as [
      Tensor,
      Tensor,
      Tensor,
    ];
    const key = apart ? keysApart(own, mask) : own;
    const product = dotContent(query, key, heads, neighbours);
    const shaped = (x: Tensor) => reshape(x, [...x.shape.slice(0, 4), 1]);
    if (content === "dot") return { content: shaped(product), value };
    // (e_ab . (q_a + v) + u . k_b) / sqrt(d)
    const depth = width / heads;
    const bias = (name: string) => reshape(weightNamed(weights, prefix + name), [1, 1, width]);
    const near = multiply(headed(apply("place", pairs)), asRow(add(query, bias("v"))));
    const towards = asColumn(multiply(key, expand(bias("u"), key.shape)));
    const extra = scale(sum(add(near, towards), [4]), 1 / Math.sqrt(depth));
    return { content: add(shaped(product), extra), value };
  }
  const value = apply("value");
  if (content === "none") return { content: null, value };
  // The matrix called key acts on the attending element (specification 3.2).
  const both = concat([asRow(apply("key")), asColumn(apply("query"))], 4);
  if (content === "concat") return { content: both, value };
  const mixed = apply("mix", both);
  return { content: reshape(mixed, [...both.shape.slice(0, 4), embed]), value };
}

function locationTerm(
  weights: Weights,
  prefix: string,
  options: LieSelfAttentionOptions,
  pairs: Tensor,
): Tensor | null {
  const { location, heads, group } = options;
  const shape = pairs.shape.slice(0, 3);
  if (location === "net") {
    const net = perHeadNet(weightNamed(weights, `${prefix}location`), pairs, options);
    return reshape(net, [...shape, heads, 1]);
  }
  if (location === "none") return null;
  return expand(reshape(pairs, [...shape, 1, group.pairDim]), [...shape, heads, group.pairDim]);
}

/** Scores [B, M, K, H] from the content and location terms. */
function combineTerms(
  weights: Weights,
  prefix: string,
  options: LieSelfAttentionOptions,
  content: Tensor | null,
  location: Tensor | null,
): Tensor {
  const terms = [content, location].filter((term) => term !== null);
  if (terms.length === 0) throw new Error("Attention needs a content or a location term.");
  if (options.combine === "net") {
    const joined = terms.length === 2 ? concat(terms, 4) : (terms[0] as Tensor);
    return perHeadNet(weightNamed(weights, `${prefix}combine`), joined, options);
  }
  const vector = terms.find((term) => term.shape[4] !== 1);
  if (vector)
    throw new Error(`A term of ${vector.shape[4]} numbers makes no score by ${options.combine}; combine with a net.`);
  const score = terms.reduce(options.combine === "sum" ? add : multiply);
  return reshape(score, score.shape.slice(0, 4));
}

/** The layer with its inner tensors, from differentiable operations. @throws Error if the options cannot go together */
export function decomposedLieSelfAttention(
  weights: Weights,
  prefix: string,
  options: LieSelfAttentionOptions,
  inputs: AttentionInputs,
) {
  const { elements, mask, neighbours, residual } = inputs;
  const pairs = pairFeatures(options, elements, neighbours);
  const location = locationTerm(weights, prefix, options, pairs);
  const scored = (apart: boolean) => {
    const { content, value } = contentTerm(weights, prefix, options, inputs, pairs, apart);
    return { scores: combineTerms(weights, prefix, options, content, location), value };
  };
  const { scores: weighed, value } = scored(options.normalise === "softmax" && options.combine === "sum");
  const inner = attend(weighed, value, mask, options, neighbours);
  return {
    ...inner,
    scores: scored(false).scores,
    pairs,
    output: linear(weights, `${prefix}output`, inner.output, { residual }),
  };
}

/**
 * LieSelfAttention (specification 3): features [B, M, C] -> [B, M, C]. Fused for a location net with dot content or none,
 * from tape operations for the rest.
 */
export function lieSelfAttention(
  weights: Weights,
  prefix: string,
  options: LieSelfAttentionOptions,
  inputs: AttentionInputs,
): Tensor {
  const fused = fusedOptions(options);
  if (!fused) {
    return decomposedLieSelfAttention(weights, prefix, options, inputs).output;
  }
  const { width } = options;
  // Without content, queries and keys are zero.
  const packed =
    options.content === "dot"
      ? linear(weights, `${prefix}query`, inputs.features)
      : pad(linear(weights, `${prefix}value`, inputs.features), 2, 2 * width, 3 * width);
  const mixed = lieAttention(
    fused,
    packed,
    inputs.elements,
    inputs.mask,
    weightNamed(weights, `${prefix}location`),
    inputs.neighbours,
  );
  return linear(weights, `${prefix}output`, mixed, { residual: inputs.residual });
}
