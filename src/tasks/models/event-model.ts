import { concat } from "../../autograd/operations/concat.ts";
import { divide, exp, multiply, negate, scale, softplus, square } from "../../autograd/operations/elementwise.ts";
import { permute, reshape, slice } from "../../autograd/operations/movement.ts";
import { pad } from "../../autograd/operations/pad.ts";
import { sum } from "../../autograd/operations/reduce.ts";
import type { Tensor } from "../../autograd/tape.ts";
import type { Config } from "../../config/schema.ts";
import { seesPlaces } from "../../config/sections/time-attention.ts";
import { locationScores } from "../../nn/lie-self-attention.ts";
import { type Weights, weightNamed } from "../../nn/linear.ts";
import type { ParameterLayout } from "../../nn/parameters.ts";
import {
  declareEventNetwork,
  type EventNetworkOptions,
  type Events,
  eventNetwork,
  onTheLine,
  onTheSphere,
} from "../../nn/time/event-network.ts";

/** Waves that a learned kernel is made of, over all layers, heads and waves: periods in days, and how much of each. */
interface Spectrum {
  readonly periods: Tensor;
  readonly amounts: Tensor;
}

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
  /** What heads give pairs so many days apart [G], as scores [layers, heads, G]; null where they see no times. */
  kernels(weights: Weights, config: Config, kinds: number, gaps: Tensor): Tensor | null;
  /** Null where its kernels are none of waves. */
  spectrum(weights: Weights, config: Config): Spectrum | null;
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
    const { time_kernel: kind, heads, frequencies, harmonics } = config;
    if (kind !== "bochner" && kind !== "mercer") return null;
    const parts = blockNames(config).map((prefix): Spectrum => {
      const gain = reshape(weightNamed(weights, `${prefix}kernel.gain`), [heads, 1, 1]);
      if (kind === "bochner") {
        const logarithms = weightNamed(weights, `${prefix}kernel.log_frequency`);
        const amplitudes = square(softplus(weightNamed(weights, `${prefix}kernel.raw_amplitude`)));
        return {
          periods: scale(exp(negate(logarithms)), 2 * Math.PI),
          amounts: multiply(divide(amplitudes, sum(amplitudes, [1])), reshape(gain, [heads, 1])),
        };
      }
      const periods = reshape(exp(weightNamed(weights, `${prefix}kernel.log_period`)), [heads, frequencies, 1]);
      const coefficients = softplus(weightNamed(weights, `${prefix}kernel.raw_coefficient`));
      const multiples = coefficients.tape.constant(
        Array.from({ length: harmonics }, (_, k) => k + 1),
        [harmonics],
      );
      return {
        periods: divide(periods, multiples),
        amounts: multiply(slice(coefficients, 2, 1, harmonics + 1), gain),
      };
    });
    const joined = (of: keyof Spectrum) =>
      concat(
        parts.map((part) => reshape(part[of], [part[of].size])),
        0,
      );
    return { periods: joined("periods"), amounts: joined("amounts") };
  },
};
