import type { Tensor } from "../../autograd/tape.ts";
import type { Config } from "../../config/schema.ts";
import {
  declareGraphNetwork,
  type GraphNetworkOptions,
  graphNetwork,
  type TracedGraphNetwork,
} from "../../nn/graphs/network.ts";
import type { Weights } from "../../nn/linear.ts";
import type { ParameterLayout } from "../../nn/parameters.ts";
import type { Graphs } from "../../nn/pooling/self-attention.ts";

/** Sizes that the collection decides. */
interface GraphSizes {
  /** Kinds of nodes. */
  readonly labels: number;
  readonly classes: number;
}

/** A network that tells graphs apart. */
export interface GraphModel {
  declare(layout: ParameterLayout, config: Config, sizes: GraphSizes): void;
  /** @param keep what dropout leaves of the head's hidden features, [B, units] */
  record(weights: Weights, config: Config, sizes: GraphSizes, graphs: Graphs, keep?: Tensor): TracedGraphNetwork;
}

const of = (pooled: boolean): GraphModel => {
  const optionsOf = (
    { hierarchy, levels, units, ratio, score, readout }: Config,
    { labels, classes }: GraphSizes,
  ): GraphNetworkOptions => ({
    layout: hierarchy,
    levels,
    readout,
    hidden: units,
    pooling: pooled ? { ratio, score } : null,
    inputs: labels,
    outputs: classes,
  });
  return {
    declare: (layout, config, sizes) => declareGraphNetwork(layout, optionsOf(config, sizes)),
    record: (weights, config, sizes, graphs, keep) => graphNetwork(weights, optionsOf(config, sizes), graphs, keep),
  };
};

/** Graph convolutions and self-attention pooling (Lee, Lee and Kang, 2019). */
export const sagpool: GraphModel = of(true);
/** The same convolutions and readouts, with every node to the end. */
export const gcn: GraphModel = of(false);
