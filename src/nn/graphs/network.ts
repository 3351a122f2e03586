import { concat } from "../../autograd/operations/concat.ts";
import { add, multiply, relu, where } from "../../autograd/operations/elementwise.ts";
import { reshape } from "../../autograd/operations/movement.ts";
import type { Tensor } from "../../autograd/tape.ts";
import { declareLinear, linear, type Weights } from "../linear.ts";
import type { ParameterLayout } from "../parameters.ts";
import {
  declareSelfAttentionPooling,
  type Graphs,
  type Pooled,
  type Readout,
  readout,
  readouts,
  type SelfAttentionPooling,
  selfAttentionPooling,
} from "../pooling/self-attention.ts";
import { amongPresent, propagation } from "./adjacency.ts";
import { declareGraphConvolution, graphConvolution } from "./convolution.ts";

/** Networks that classify graphs with self-attention pooling (Lee, Lee and Kang, 2019, figure 2; specification 2.2). */
export interface GraphNetworkOptions {
  /** Null where all nodes stay. */
  readonly pooling: SelfAttentionPooling | null;
  /** `hierarchical` pools after each convolution and adds up the readouts; `global` once, all convolutions side by side. */
  readonly layout: "hierarchical" | "global";
  /** Graph convolutions. */
  readonly levels: number;
  readonly readout: Readout;
  readonly hidden: number;
  readonly inputs: number;
  readonly outputs: number;
}

const HEAD = ["head.0", "head.1", "head.2"] as const;

export function declareGraphNetwork(layout: ParameterLayout, options: GraphNetworkOptions): void {
  const { levels, hidden, inputs, outputs } = options;
  for (let l = 0; l < levels; l++) declareGraphConvolution(layout, `conv.${l}`, l === 0 ? inputs : hidden, hidden);
  const hierarchical = options.layout === "hierarchical";
  const pooled = hierarchical ? hidden : levels * hidden;
  for (let l = 0; options.pooling && l < (hierarchical ? levels : 1); l++) {
    declareSelfAttentionPooling(layout, `score.${l}`, options.pooling, pooled);
  }
  const half = Math.floor(hidden / 2);
  const sizes = [readouts[options.readout].length * pooled, hidden, half, outputs];
  HEAD.forEach((name, k) => {
    declareLinear(layout, [name], sizes[k] as number, sizes[k + 1] as number);
  });
}

export interface TracedGraphNetwork {
  /** [B, outputs] */
  readonly output: Tensor;
  /** What each pooling did; none where all nodes stay. */
  readonly levels: readonly Pooled[];
}

/**
 * @param keep what dropout leaves of the head's hidden features, 0 or 1 / (1 - rate) each, [B, hidden]; all of them where
 *   left out
 */
export function graphNetwork(
  weights: Weights,
  options: GraphNetworkOptions,
  inputs: Graphs,
  keep?: Tensor,
): TracedGraphNetwork {
  const { mask } = inputs;
  const { tape } = mask;
  let graphs: Graphs = {
    mask,
    features: where(reshape(mask, [...mask.shape, 1]), inputs.features, tape.scalar(0)),
    adjacency: amongPresent(inputs.adjacency, mask),
  };
  const levels: Pooled[] = [];
  const told: Tensor[] = [];
  const states: Tensor[] = [];
  const convolve = (l: number, neighbours: Tensor) => {
    const features = relu(graphConvolution(weights, `conv.${l}`, graphs.features, graphs.mask, neighbours));
    tape.watch("features", `features after convolution ${l + 1}`, () => features);
    states.push(features);
    graphs = { ...graphs, features };
  };
  const pool = (l: number) => {
    if (options.pooling) {
      const pooled = selfAttentionPooling(weights, `score.${l}`, options.pooling, graphs);
      levels.push(pooled);
      graphs = pooled;
    }
    told.push(readout(graphs, options.readout));
  };
  if (options.layout === "hierarchical") {
    for (let l = 0; l < options.levels; l++) {
      convolve(l, propagation(graphs.adjacency));
      pool(l);
    }
  } else {
    const neighbours = propagation(graphs.adjacency);
    for (let l = 0; l < options.levels; l++) convolve(l, neighbours);
    graphs = { ...graphs, features: concat(states, 2) };
    pool(0);
  }
  let y = told.reduce(add);
  y = linear(weights, HEAD[0], y, { activation: "relu" });
  if (keep) y = multiply(y, keep);
  y = linear(weights, HEAD[1], y, { activation: "relu" });
  return { output: linear(weights, HEAD[2], y), levels };
}
