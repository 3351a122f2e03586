import type { Tensor } from "../tape.ts";
import { type Activation, perHeadNet, perHeadNetSize } from "./attention-terms.ts";
import { reshape, slice } from "./movement.ts";
import { waves } from "./waves.ts";

/** What a head of the fused attention sees of a pair (specification 3.3): a small net, or a sum of waves of one number. */
export interface LocationOptions {
  readonly heads: number;
  /** Width of the net's two hidden layers. */
  readonly hidden: number;
  readonly activation: Activation;
  /** Waves in place of the net, see `waves`: where given, pair features are one number. */
  readonly waves?: number | undefined;
}

/** One of both, as kernels and tape have it. */
export interface FusedLocation {
  /** Numbers of one head: the net's, or the rates of its waves and then their amounts. */
  readonly size: number;
  /**
   * Numbers in fours that a pair leaves in workgroup memory for the gradient, see locations/net_gradient.wgsl; 0 where
   * threads add up on their own in any variant.
   */
  readonly record: number;
  /** Turns of loops that are not unrolled, of one pair in the backward kernel; the forward one makes no more. */
  readonly turns: number;
  readonly modules: { readonly location: string; readonly location_gradient: string };
  readonly constants: Record<string, number>;
  readonly label: string;
  /** From operations: weights [H, size], pairs [B, M, K, D] -> [B, M, K, H]. */
  scores(weights: Tensor, pairs: Tensor): Tensor;
}

const netOf = (options: LocationOptions, pairDim: number): FusedLocation => {
  const { hidden } = options;
  const left = 2 * Math.ceil((hidden + 1) / 4) + Math.ceil((pairDim + 1) / 4);
  const right = 2 * Math.ceil(hidden / 4) + 1;
  return {
    size: perHeadNetSize(pairDim, hidden),
    record: left + right,
    turns: 0,
    modules: { location: "locations/net.wgsl", location_gradient: "locations/net_gradient.wgsl" },
    constants: { HIDDEN: hidden },
    label: `K${hidden}`,
    scores: (weights, pairs) => perHeadNet(weights, pairs, options),
  };
};

const wavesOf = (count: number, heads: number): FusedLocation => ({
  size: 2 * count,
  record: 0,
  turns: 2 * count,
  modules: { location: "locations/waves.wgsl", location_gradient: "locations/waves_gradient.wgsl" },
  constants: { WAVES: count },
  label: `waves ${count}`,
  scores(weights, pairs) {
    const part = (k: number) => slice(weights, 1, k * count, (k + 1) * count);
    const scores = waves(reshape(pairs, [pairs.size]), part(0), part(1));
    return reshape(scores, [...pairs.shape.slice(0, 3), heads]);
  },
});

/** @throws Error where waves are asked for of pair features of several numbers */
export function fusedLocation(options: LocationOptions, pairDim: number): FusedLocation {
  if (options.waves === undefined) return netOf(options, pairDim);
  if (pairDim !== 1) throw new Error(`Waves take one number a pair, not ${pairDim}.`);
  return wavesOf(options.waves, options.heads);
}
