import { activations } from "../autograd/operations/attention-terms.ts";
import { concat } from "../autograd/operations/concat.ts";
import { where } from "../autograd/operations/elementwise.ts";
import { gather, scatterAdd } from "../autograd/operations/gather.ts";
import { pairFeatures } from "../autograd/operations/lift.ts";
import { expand, permute, reshape, slice } from "../autograd/operations/movement.ts";
import { nearestElements } from "../autograd/operations/nearest.ts";
import type { Tensor } from "../autograd/tape.ts";
import { identityOf } from "../lie/group.ts";
import type { MeasuredStatistics } from "./batch-norm.ts";
import { type BlockOptions, declareBlock, declareHead, head, transformerBlock } from "./block.ts";
import {
  declareLieSelfAttention,
  decomposedLieSelfAttention,
  lieSelfAttention,
  locationScores,
} from "./lie-self-attention.ts";
import { declareLinear, linear, type Weights } from "./linear.ts";
import type { NormKind } from "./norm.ts";
import type { ParameterLayout } from "./parameters.ts";
import { rowsAmongAll } from "./pooling/kept.ts";
import { poolings } from "./pooling/overall.ts";
import { declarePointPooling, type PointPooling, type PooledPoints, poolPoints } from "./pooling/points.ts";
import type { LieSelfAttentionOptions } from "./terms/term.ts";

export interface LieTransformerOptions extends LieSelfAttentionOptions, BlockOptions {
  readonly layers: number;
  readonly pool: keyof typeof poolings;
  /**
   * `pool_then_head` is `model_1` of the published code, `head_then_pool` its `lieconv`; `elements` ends in the features of
   * each lifted element.
   */
  readonly layout: "pool_then_head" | "head_then_pool" | "elements";
  /** Norm before each activation of the head (`pool_then_head` only). */
  readonly headNorm: NormKind;
  readonly inputs: number;
  readonly outputs: number;
  /** Nearest elements that each one's neighbours are drawn from; all attend to all where left out. */
  readonly ball?: number;
  /** Between two blocks, points that are scored low go; without a ball. */
  readonly pointPooling?: PointPooling;
}

export function declareLieTransformer(layout: ParameterLayout, options: LieTransformerOptions): void {
  const { width } = options;
  declareLinear(layout, ["embed"], options.inputs, width);
  for (let l = 0; l < options.layers; l++) {
    const block = `blocks.${l}.`;
    declareLieSelfAttention(layout, `${block}attn.`, options);
    declareBlock(layout, block, options);
  }
  if (options.pointPooling) declarePointPooling(layout, options.pointPooling, options);
  if (options.layout === "elements") return;
  if (options.layout === "head_then_pool") {
    declareLinear(layout, ["head"], width, options.outputs);
    return;
  }
  declareHead(layout, width, options.outputs, options.headNorm);
}

interface NetworkInputs {
  /** [B, n, F] per point, or [B, M, F] per element */
  readonly features: Tensor;
  /** [B, M, words] */
  readonly elements: Tensor;
  /** [B, n] per point */
  readonly mask: Tensor;
  /** Indices of each element's neighbours, a table [B, M, K] a layer; made from the ball where left out. */
  readonly neighbours?: readonly Tensor[] | undefined;
  /** Places in the ball, nearest first, that are neighbours in each layer, [layers, K]; all of them where left out. */
  readonly keep?: Tensor | undefined;
  /** Given in training: batch norms use the batch's own statistics and leave them here. */
  readonly measured?: MeasuredStatistics | undefined;
}

/**
 * Each layer's neighbours: the same places of every element's ball, which is searched once (specification 3.1). With a
 * left-invariant distance and the same places, a moved input has the same neighbours.
 */
function ballNeighbours(
  { group, samples, layers, ball }: LieTransformerOptions,
  elements: Tensor,
  mask: Tensor,
  keep: Tensor | undefined,
): Tensor[] | undefined {
  if (!ball) return undefined;
  const [batch, count] = mask.shape as [number, number];
  const nearest = nearestElements(group, elements, mask, { samples, count: ball });
  if (!keep) return Array.from({ length: layers }, () => nearest);
  const keys = keep.shape[1] as number;
  const lists = reshape(nearest, [batch * count, ball, 1]);
  return Array.from({ length: layers }, (_, l) => {
    const places = expand(slice(keep, 0, l, l + 1), [batch * count, keys]);
    return reshape(gather(lists, places), [batch, count, keys]);
  });
}

/** What kept points' elements have [B, K S, W] in the places of all elements [B, n S, W]; zero for those that have gone. */
function amongAllElements(x: Tensor, { kept }: PooledPoints, points: number): Tensor {
  const [batch, count, width] = x.shape as [number, number, number];
  const slots = kept.shape[1] as number;
  const samples = count / slots;
  const rows = reshape(x, [batch, slots, samples * width]);
  return reshape(rowsAmongAll(rows, kept, points), [batch, points * samples, width]);
}

/** What pairs of kept points' elements have [B, K S, K S, H], among all pairs [B, n S, n S, H]. */
function amongAllPairs(x: Tensor, pooled: PooledPoints, points: number): Tensor {
  const [batch, count, , heads] = x.shape as [number, number, number, number];
  const queries = amongAllElements(reshape(x, [batch, count, count * heads]), pooled, points);
  const all = queries.shape[1] as number;
  const keys = permute(reshape(queries, [batch, all, count, heads]), [0, 2, 1, 3]);
  const both = amongAllElements(reshape(keys, [batch, count, all * heads]), pooled, points);
  return permute(reshape(both, [batch, all, all, heads]), [0, 2, 1, 3]);
}

/** What neighbours have [B, M, K, H] among what all elements have, [B, M, M, H]; zero for the others. */
function amongAll(weights: Tensor, neighbours: Tensor | undefined): Tensor {
  if (!neighbours) return weights;
  const [batch, count, keys, heads] = weights.shape as [number, number, number, number];
  const rows = reshape(weights, [batch * count, keys, heads]);
  return reshape(scatterAdd(rows, reshape(neighbours, [batch * count, keys]), count), [batch, count, count, heads]);
}

/** Repeats [B, n, F] for the S samples of each point: [B, n S, F]. */
function repeatSamples(x: Tensor, samples: number): Tensor {
  const [batch, points, width] = x.shape as [number, number, number];
  if (samples === 1) return x;
  return reshape(expand(reshape(x, [batch, points, 1, width]), [batch, points, samples, width]), [
    batch,
    points * samples,
    width,
  ]);
}

/**
 * LieTransformer (specification 4): lifted elements and point features -> invariant output [B, outputs].
 * Padded points get no features and the neutral element at the door, so whatever they hold, NaN included, goes no further.
 */
export function lieTransformer(weights: Weights, options: LieTransformerOptions, inputs: NetworkInputs): Tensor {
  return runLieTransformer(weights, options, inputs).output;
}

/** The network with the features after every block, [B, M, C]. */
export function lieTransformerStates(
  weights: Weights,
  options: LieTransformerOptions,
  inputs: NetworkInputs,
): Pick<Trace, "output" | "features" | "pooled"> {
  return runLieTransformer(weights, options, inputs);
}

interface Trace {
  readonly output: Tensor;
  /** Features after each block, [B, M, C]; zero for elements that are pooled away before it. */
  readonly features: Tensor[];
  /** Of each block; only when traced. */
  readonly attention: TracedAttention[];
  /** Pair features of all elements, [B, M, M, D]. */
  readonly pairs: Tensor;
  /** What the pooling of points did, and the features that it was given. */
  readonly pooled: (PooledPoints & { readonly before: Tensor }) | null;
}

/** What a block's heads give each pair of elements, [B, M, M, H]; zero for those that are no neighbours, or have gone. */
export interface TracedAttention {
  readonly weights: Tensor;
  /** The terms of the score, null where they are no single number. */
  readonly content: Tensor | null;
  readonly location: Tensor | null;
}

/** The network with the features and, decomposed, the attention weights of every block. */
export function traceLieTransformer(weights: Weights, options: LieTransformerOptions, inputs: NetworkInputs): Trace {
  return runLieTransformer(weights, options, inputs, true);
}

/**
 * What every layer's heads give the second of two elements by its place, as the first sees it: elements [N, 2, words] ->
 * [N, L H]. Null where the location term is no single number.
 */
export function locationField(weights: Weights, options: LieTransformerOptions, elements: Tensor): Tensor | null {
  const pairs = slice(slice(pairFeatures(options, elements), 1, 0, 1), 2, 1, 2);
  const scores = Array.from({ length: options.layers }, (_, l) =>
    locationScores({ weights, prefix: `blocks.${l}.attn.`, options }, pairs),
  );
  if (scores.some((own) => own === null)) return null;
  const count = elements.shape[0] as number;
  return concat(
    scores.map((own) => reshape(own as Tensor, [count, options.heads])),
    1,
  );
}

function runLieTransformer(
  weights: Weights,
  options: LieTransformerOptions,
  { features, elements, mask, neighbours, keep, measured }: NetworkInputs,
  traced = false,
): Trace {
  const { tape } = features;
  const activate = activations[options.activation];
  const pool = poolings[options.pool];
  const points = mask.shape[1] as number;
  const count = points * options.samples;
  const columnOf = (own: Tensor) => repeatSamples(reshape(own, [...own.shape, 1]), options.samples);
  const flatten = (own: Tensor) => reshape(own, own.shape.slice(0, 2));
  let column = columnOf(mask);
  const zero = tape.scalar(0);
  const told = features.shape[1] === count ? features : repeatSamples(features, options.samples);
  const clean = where(column, told, zero);
  const identity = tape.constant(identityOf(options.group), [options.group.elementSize]);
  let placed = where(column, elements, identity);
  let present = flatten(column);
  const tables = neighbours ?? ballNeighbours(options, placed, present, keep);
  const trace = { features: [] as Tensor[], attention: [] as TracedAttention[], pairs: pairFeatures(options, placed) };
  let pooled: Trace["pooled"] = null;

  tape.watch("lift", "lifted elements", () => placed);
  tape.watch("pairs", "pair features", () => pairFeatures(options, placed, { neighbours: tables?.[0] }));

  let left = mask;
  let x = linear(weights, "embed", clean);
  for (let l = 0; l < options.layers; l++) {
    const block = `blocks.${l}.`;
    if (l === options.pointPooling?.before) {
      pooled = {
        ...poolPoints(weights, options.pointPooling, options, { features: x, elements: placed, mask: left }),
        before: x,
      };
      left = pooled.mask;
      column = columnOf(left);
      present = flatten(column);
      x = pooled.features;
      placed = where(column, pooled.elements, identity);
    }
    const attend = (y: Tensor, residual?: Tensor) => {
      const layer = { features: y, elements: placed, mask: present, neighbours: tables?.[l], residual };
      if (!traced) return lieSelfAttention(weights, `${block}attn.`, options, layer);
      const inner = decomposedLieSelfAttention(weights, `${block}attn.`, options, layer);
      const among = (term: Tensor) => (pooled ? amongAllPairs(term, pooled, points) : amongAll(term, layer.neighbours));
      const ofAll = (term: Tensor | null) => term && among(term);
      const { weights: own, content, location } = inner;
      trace.attention.push({
        weights: among(own),
        content: ofAll(content),
        location: ofAll(location),
      });
      return inner.output;
    };
    x = transformerBlock(weights, block, options, x, attend, { rows: column, measured });
    const features = pooled ? amongAllElements(x, pooled, points) : x;
    trace.features.push(features);
    tape.watch("features", `features after layer ${l + 1}`, () => features);
  }
  if (options.layout === "elements") return { ...trace, pooled, output: x };
  if (options.layout === "head_then_pool") {
    const output = pool(linear(weights, "head", activate(x)), column);
    return { ...trace, pooled, output };
  }
  return { ...trace, pooled, output: head(weights, options, pool(x, column), measured) };
}
