import { concat } from "../../autograd/operations/concat.ts";
import { permute, reshape } from "../../autograd/operations/movement.ts";
import { pad } from "../../autograd/operations/pad.ts";
import type { Tensor } from "../../autograd/tape.ts";
import type { Config } from "../../config/schema.ts";
import { seesPlaces } from "../../config/sections/time-attention.ts";
import { locationScores } from "../../nn/lie-self-attention.ts";
import type { Weights } from "../../nn/linear.ts";
import type { ParameterLayout } from "../../nn/parameters.ts";
import {
  declareEventNetwork,
  type EventNetworkOptions,
  type Events,
  eventNetwork,
  onTheLine,
  onTheSphere,
} from "../../nn/time/event-network.ts";
import { gainedWaves, type Waves } from "../../nn/time/stationary.ts";

/** A network that says of what kind the next event is. */
export interface EventModel {
  declare(layout: ParameterLayout, config: Config, kinds: number): void;
  /** Logits of the next kind at every event [B, n, kinds], and the weights of each layer's heads [B, n, n, H]. */
  record(
    weights: Weights,
    config: Config,
    kinds: number,
    events: Events,
  ): { readonly output: Tensor; readonly attention: readonly Tensor[] };
  /** What heads give pairs so far apart in time [G], as scores [layers, heads, G]; null where they see no times. */
  kernels(weights: Weights, config: Config, kinds: number, gaps: Tensor): Tensor | null;
  /** Waves of its kernels, over all layers, heads and waves; null where they are none of waves. */
  spectrum(weights: Weights, config: Config): Waves | null;
}

const optionsOf = (config: Config, kinds: number): EventNetworkOptions => {
  const { width, heads, layers, frequencies, harmonics, shortest, longest } = config;
  const kernelSize = { frequencies, harmonics, shortest, longest };
  const content = config.kinds_seen === "yes" ? "dot" : "none";
  return {
    ...(seesPlaces(config) ? onTheSphere : onTheLine),
    width,
    heads,
    layers,
    hidden: 12,
    embed: 0,
    content,
    location: config.time_kernel,
    combine: content === "dot" && config.time_kernel !== "none" ? config.time_combine : "sum",
    normalise: config.time_weights,
    activation: "swish",
    blockNorm: "layer_pre",
    causal: true,
    kernelSize,
    types: kinds,
    feature: config.time_feature,
    featureSize: kernelSize,
  };
};

const blockNames = ({ layers }: Config): string[] => Array.from({ length: layers }, (_, l) => `blocks.${l}.attn.`);

/** Attention over events by translations of the line (Xu et al., 2019, as location kernels). */
export const timeAttention: EventModel = {
  declare: (layout, config, kinds) => declareEventNetwork(layout, optionsOf(config, kinds)),
  record: (weights, config, kinds, events) => eventNetwork(weights, optionsOf(config, kinds), events),
  kernels(weights, config, kinds, gaps) {
    if (config.time_kernel === "none") return null;
    const options = optionsOf(config, kinds);
    // At one place, with frames alike.
    const pairs = pad(reshape(gaps, [1, 1, gaps.size, 1]), 3, options.group.pairDim - 1, options.group.pairDim);
    const scores = blockNames(config).map((prefix) => locationScores({ weights, prefix, options }, pairs) as Tensor);
    return concat(
      scores.map((own) => permute(reshape(own, [1, gaps.size, config.heads]), [0, 2, 1])),
      0,
    );
  },
  spectrum(weights, config) {
    const { time_kernel: kind } = config;
    if (kind !== "bochner" && kind !== "mercer") return null;
    const parts = blockNames(config).map((prefix) => gainedWaves(weights, `${prefix}kernel.`, kind));
    const joined = (of: keyof Waves) =>
      concat(
        parts.map((part) => reshape(part[of], [part[of].size])),
        0,
      );
    return { rates: joined("rates"), amounts: joined("amounts") };
  },
};
