import type { Tape } from "../../autograd/tape.ts";
import { collections } from "../../config/collections.ts";
import type { Config } from "../../config/schema.ts";
import type { TracedGraphNetwork } from "../../nn/graphs/network.ts";
import type { Weights } from "../../nn/linear.ts";
import { ParameterLayout } from "../../nn/parameters.ts";
import { graphModelOf } from "../models/registry.ts";

export function parameterLayout(config: Config): ParameterLayout {
  const layout = new ParameterLayout();
  graphModelOf(config).declare(layout, config, collections[config.collection]);
  return layout;
}

/** What a network makes of `batch` graphs padded to so many nodes. @param trains whether dropout leaves some features out */
export function classified(
  tape: Tape,
  config: Config,
  weights: Weights,
  { batch, slots, trains }: { batch: number; slots: number; trains: boolean },
): TracedGraphNetwork {
  const sizes = collections[config.collection];
  const graphs = {
    features: tape.input("features", [batch, slots, sizes.labels]),
    adjacency: tape.input("adjacency", [batch, slots, slots]),
    mask: tape.input("mask", [batch, slots]),
  };
  const keep = trains && config.dropout > 0 ? tape.input("keep", [batch, config.units]) : undefined;
  return graphModelOf(config).record(weights, config, sizes, graphs, keep);
}
