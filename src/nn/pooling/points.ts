import { maximum, multiply, subtract, tanh } from "../../autograd/operations/elementwise.ts";
import { scatterAdd } from "../../autograd/operations/gather.ts";
import { transpose } from "../../autograd/operations/matmul.ts";
import { expand, reshape } from "../../autograd/operations/movement.ts";
import { nearestElements } from "../../autograd/operations/nearest.ts";
import { mean } from "../../autograd/operations/reduce.ts";
import type { Tensor } from "../../autograd/tape.ts";
import { amongPresent, identity, propagation } from "../graphs/adjacency.ts";
import { declareGraphConvolution, graphConvolution } from "../graphs/convolution.ts";
import { declareLieSelfAttention, lieSelfAttention } from "../lie-self-attention.ts";
import { declareLinear, linear, type Weights } from "../linear.ts";
import type { ParameterLayout } from "../parameters.ts";
import type { LieSelfAttentionOptions } from "../terms/term.ts";
import { keptNodes, keptRows, placesOf } from "./kept.ts";

/**
 * Self-attention pooling of a LieTransformer's points (specification 2.5). Elements are scored by a layer that commutes with
 * the group, so the choice of points is equivariant and what is pooled invariant.
 */
export interface PointPooling {
  /** Of the points, in (0, 1], that stay. */
  readonly ratio: number;
  /** A graph convolution over near elements, or a layer of Lie attention. */
  readonly score: "gcn" | "attention";
  /** Nearest other elements that each one is joined to, for `gcn`. */
  readonly neighbours: number;
  /** Blocks before it. */
  readonly before: number;
}

interface Lifted {
  /** [B, n S, C] */
  readonly features: Tensor;
  /** [B, n S, words] */
  readonly elements: Tensor;
  /** [B, n] */
  readonly mask: Tensor;
}

export interface PooledPoints extends Lifted {
  /** [B, n S] */
  readonly elementScores: Tensor;
  /** Means over a point's samples, [B, n]. */
  readonly pointScores: Tensor;
  /** Points that stay, by falling score, [B, K]; -1 in empty slots. */
  readonly kept: Tensor;
}

export function declarePointPooling(
  layout: ParameterLayout,
  { score }: PointPooling,
  options: LieSelfAttentionOptions,
): void {
  if (score === "gcn") {
    declareGraphConvolution(layout, "score", options.width, 1);
    return;
  }
  declareLieSelfAttention(layout, "score.attn.", options);
  declareLinear(layout, ["score.dense"], options.width, 1);
}

/**
 * Two elements are joined where one is among the other's nearest others by the group's distance: [B, M, M]. With as many
 * neighbours as there are others all are joined, and all scores tie.
 */
export function nearestGraph(
  { group, samples }: LieSelfAttentionOptions,
  elements: Tensor,
  present: Tensor,
  neighbours: number,
): Tensor {
  const { tape } = elements;
  const [batch, count] = present.shape as [number, number];
  // Each is its own nearest, but where more others lie at the same point.
  const listed = Math.min(neighbours + 1, count);
  const nearest = nearestElements(group, elements, present, { samples, count: listed });
  const ones = expand(tape.scalar(1), [batch * count, listed, 1]);
  const table = scatterAdd(ones, reshape(nearest, [batch * count, listed]), count);
  const oneWay = amongPresent(reshape(table, [batch, count, count]), present);
  const others = maximum(subtract(oneWay, identity(tape, count)), tape.scalar(0));
  return maximum(others, transpose(others));
}

/** @param samples elements a point has, which stay or go together, in their order */
export function poolPoints(
  weights: Weights,
  pooling: PointPooling,
  options: LieSelfAttentionOptions,
  { features, elements, mask }: Lifted,
): PooledPoints {
  const { samples } = options;
  const [batch, points] = mask.shape as [number, number];
  const count = points * samples;
  const present = reshape(expand(reshape(mask, [batch, points, 1]), [batch, points, samples]), [batch, count]);
  const layer = { features, elements, mask: present };
  const scored =
    pooling.score === "gcn"
      ? graphConvolution(
          weights,
          "score",
          features,
          present,
          propagation(nearestGraph(options, elements, present, pooling.neighbours)),
        )
      : linear(weights, "score.dense", lieSelfAttention(weights, "score.attn.", options, layer));
  const elementScores = reshape(scored, [batch, count]);
  const pointScores = reshape(mean(reshape(scored, [batch, points, samples]), [2]), [batch, points]);
  const kept = keptNodes(pointScores, mask, pooling.ratio);
  const slots = kept.shape[1] as number;
  const rowsOf = (x: Tensor) => keptRows(reshape(x, [batch, points, -1]), kept);
  const gate = tanh(rowsOf(pointScores));
  return {
    elementScores,
    pointScores,
    kept,
    features: reshape(multiply(rowsOf(features), gate), [batch, slots * samples, -1]),
    elements: reshape(rowsOf(elements), [batch, slots * samples, -1]),
    mask: placesOf(kept).filled,
  };
}
