import { concat } from "../../autograd/operations/concat.ts";
import { add, multiply, scale, tanh } from "../../autograd/operations/elementwise.ts";
import { reshape } from "../../autograd/operations/movement.ts";
import type { Tensor } from "../../autograd/tape.ts";
import { inducedSubgraph, propagation, twoHops } from "../graphs/adjacency.ts";
import { declareGraphConvolution, graphConvolution } from "../graphs/convolution.ts";
import type { Weights } from "../linear.ts";
import type { ParameterLayout } from "../parameters.ts";
import { keptNodes, keptRows, placesOf } from "./kept.ts";
import { poolings } from "./overall.ts";

/**
 * What scores the nodes: one graph convolution, one over two steps, two of them in a row with tanh between, or the mean of
 * several (Lee, Lee and Kang, 2019, section 3.3).
 */
type NodeScore = "gcn" | "two_hop" | "serial" | "parallel";

export interface SelfAttentionPooling {
  /** Of the nodes, in (0, 1], that stay. */
  readonly ratio: number;
  readonly score: NodeScore;
  /** Convolutions whose mean is the score, where they are parallel. */
  readonly branches?: number;
}

/** A batch of graphs padded to one size. */
export interface Graphs {
  /** [B, n, F], zero where there is no node */
  readonly features: Tensor;
  /** [B, n, n], zero where there is no node */
  readonly adjacency: Tensor;
  /** [B, n] */
  readonly mask: Tensor;
}

export interface Pooled extends Graphs {
  /** Scores of all nodes, [B, n]. */
  readonly scores: Tensor;
  /** Nodes that stay, by falling score, -1 in empty slots; and what their features were multiplied by: [B, K]. */
  readonly kept: Tensor;
  readonly gate: Tensor;
}

const DEFAULT_BRANCHES = 2;

export function declareSelfAttentionPooling(
  layout: ParameterLayout,
  name: string,
  { score, branches = DEFAULT_BRANCHES }: SelfAttentionPooling,
  width: number,
): void {
  if (score === "serial") {
    declareGraphConvolution(layout, `${name}.0`, width, width);
    declareGraphConvolution(layout, `${name}.1`, width, 1);
  } else if (score === "parallel") {
    for (let k = 0; k < branches; k++) declareGraphConvolution(layout, `${name}.${k}`, width, 1);
  } else {
    declareGraphConvolution(layout, name, width, 1);
  }
}

/** Scores and gates of all nodes, [B, n]. */
function scoresOf(
  weights: Weights,
  name: string,
  { score, branches = DEFAULT_BRANCHES }: SelfAttentionPooling,
  { features, adjacency, mask }: Graphs,
): { scores: Tensor; gates: Tensor } {
  const neighbours = propagation(score === "two_hop" ? twoHops(adjacency) : adjacency);
  const convolve = (own: string, x: Tensor) => graphConvolution(weights, own, x, mask, neighbours);
  const flat = (x: Tensor) => reshape(x, mask.shape);
  if (score === "parallel") {
    const gates = Array.from({ length: branches }, (_, k) => tanh(flat(convolve(`${name}.${k}`, features))));
    const mean = scale(gates.reduce(add), 1 / branches);
    return { scores: mean, gates: mean };
  }
  const scores = flat(
    score === "serial" ? convolve(`${name}.1`, tanh(convolve(`${name}.0`, features))) : convolve(name, features),
  );
  return { scores, gates: tanh(scores) };
}

/**
 * Self-attention graph pooling (Lee, Lee and Kang, 2019): the nodes with the largest scores stay, their features times the
 * scores' tanh, and the edges between them. The weights learn through that gate alone: which nodes stay has no derivative.
 * Invariant under permutations of the nodes but where scores tie at the cut, where the index decides.
 */
export function selfAttentionPooling(
  weights: Weights,
  name: string,
  options: SelfAttentionPooling,
  graphs: Graphs,
): Pooled {
  const { scores, gates } = scoresOf(weights, name, options, graphs);
  const kept = keptNodes(scores, graphs.mask, options.ratio);
  const gate = keptRows(reshape(gates, [...gates.shape, 1]), kept);
  return {
    scores,
    kept,
    gate: reshape(gate, kept.shape),
    features: multiply(keptRows(graphs.features, kept), gate),
    adjacency: inducedSubgraph(graphs.adjacency, kept),
    mask: placesOf(kept).filled,
  };
}

/** What a readout has of the nodes' features. */
export const readouts = {
  /** Largest and mean, [B, 2 F], as published: neither knows how many nodes there are. */
  published: ["max", "mean"],
  /** And the sum, [B, 3 F], as graph isomorphism networks have it (Xu et al., arXiv 1810.00826). */
  sized: ["max", "mean", "sum"],
} as const satisfies Readonly<Record<string, readonly (keyof typeof poolings)[]>>;
export type Readout = keyof typeof readouts;

/** Nodes that a sum is counted in, so that it has the size of the mean. */
const NODES = 16;

export function readout({ features, mask }: Pick<Graphs, "features" | "mask">, kind: Readout = "published"): Tensor {
  const column = reshape(mask, [...mask.shape, 1]);
  const parts = readouts[kind].map((name) => {
    const pooled = poolings[name](features, column);
    return name === "sum" ? scale(pooled, 1 / NODES) : pooled;
  });
  return concat(parts, 1);
}
