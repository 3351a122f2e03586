import { concat } from "../../../autograd/operations/concat.ts";
import { reshape } from "../../../autograd/operations/movement.ts";
import {
  declareGainedKernel,
  gainedKernel,
  gainedWaves,
  type KernelSize,
  type stationary,
} from "../../time/stationary.ts";
import type { LieSelfAttentionOptions, LocationTerm } from "../term.ts";

function sizeOf({ kernelSize }: LieSelfAttentionOptions): KernelSize {
  if (!kernelSize) throw new Error("A stationary kernel needs a size.");
  return kernelSize;
}

/** Waves of a head that the fused kernels take: a thread keeps two numbers of each. */
const MOST_WAVES = 32;

/** gain_h K_h(t_a - t_b), a learned stationary kernel a head, of a pair feature of one number. */
const of = (kind: keyof typeof stationary): LocationTerm => ({
  size: () => 1,
  declare: (layout, prefix, options) =>
    declareGainedKernel(layout, `${prefix}kernel.`, kind, options.heads, sizeOf(options)),
  record({ weights, prefix }, pairs) {
    if (pairs.shape[3] !== 1) throw new Error(`A kernel of the line takes one number a pair, not ${pairs.shape[3]}.`);
    const location = gainedKernel(weights, `${prefix}kernel.`, kind, reshape(pairs, pairs.shape.slice(0, 3)));
    return reshape(location, [...location.shape, 1]);
  },
  fused({ weights, prefix }) {
    const { rates, amounts } = gainedWaves(weights, `${prefix}kernel.`, kind);
    const count = rates.shape[1] as number;
    return count > MOST_WAVES ? null : { weights: concat([rates, amounts], 1), waves: count };
  },
});

export const bochner = of("bochner");
export const mercer = of("mercer");
