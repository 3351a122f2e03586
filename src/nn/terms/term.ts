import type { Activation, Normalise } from "../../autograd/operations/attention-terms.ts";
import type { PairOptions } from "../../autograd/operations/lift.ts";
import type { Tensor } from "../../autograd/tape.ts";
import type { Terms } from "../../lie/attention-terms.ts";
import type { Weights } from "../linear.ts";
import type { ParameterLayout } from "../parameters.ts";
import type { KernelSize } from "../time/stationary.ts";

export interface LieSelfAttentionOptions extends PairOptions, Terms {
  readonly heads: number;
  readonly width: number;
  /** Width of the hidden layers of location and combination nets. */
  readonly hidden: number;
  /** Numbers a head of concat (even) and concat_linear content. */
  readonly embed: number;
  readonly normalise: Normalise;
  readonly activation: Activation;
  /** Location nets half precise, in the fused kernels only. */
  readonly half?: boolean;
  /** Of a stationary kernel, where the location is one. */
  readonly kernelSize?: KernelSize;
  /** Whether elements attend to none after themselves in their order. */
  readonly causal?: boolean;
}

export interface AttentionInputs {
  /** [B, M, C] */
  readonly features: Tensor;
  /** [B, M, words] */
  readonly elements: Tensor;
  /** [B, M], 1 where present */
  readonly mask: Tensor;
  /** Indices of the elements each one attends to, [B, M, K]; all of them when left out */
  readonly neighbours?: Tensor | undefined;
  /** Elements that queries ask from, [B, M, words]; their own when left out; without neighbours */
  readonly asked?: Tensor | undefined;
  /** Added to the output, [B, M, C] */
  readonly residual?: Tensor | undefined;
}

/** The weights of one layer, whose names begin with `prefix`. */
export interface LayerWeights {
  readonly weights: Weights;
  readonly prefix: string;
  readonly options: LieSelfAttentionOptions;
}

/** What a head sees of the features of a pair (specification 3.2), and what it passes on. */
export interface ContentTerm {
  /** Numbers of a head; 0 where there is none. */
  size(options: LieSelfAttentionOptions): number;
  /** Query, key and value are stored side by side where they are of one size. */
  declare(layout: ParameterLayout, prefix: string, options: LieSelfAttentionOptions): void;
  /**
   * @param pairs pair features [B, M, K, D]
   * @param apart whether keys are told from the first one of their example, see `keysApart`
   * @returns content [B, M, K, H, size], null where there is none, and value [B, M, C]
   */
  record(
    layer: LayerWeights,
    inputs: AttentionInputs,
    pairs: Tensor,
    apart: boolean,
  ): { readonly content: Tensor | null; readonly value: Tensor };
}

/** What a head sees of the pair feature (3.3). */
export interface LocationTerm {
  size(options: LieSelfAttentionOptions): number;
  declare(layout: ParameterLayout, prefix: string, options: LieSelfAttentionOptions): void;
  /** Pairs [B, M, K, D] -> [B, M, K, H, size], null where there is none. */
  record(layer: LayerWeights, pairs: Tensor): Tensor | null;
  /** How the fused kernels have it; they know no term without. @returns null where they do not know this size of it */
  fused?(layer: LayerWeights): FusedTerm | null;
}

/** Packed weights of a location in the fused kernels [H, P], of a net or of so many waves. */
interface FusedTerm {
  readonly weights: Tensor;
  readonly waves?: number;
}

/** How both become a score (3.4). */
export interface Combination {
  /** @param size numbers of both terms together */
  declare(layout: ParameterLayout, prefix: string, options: LieSelfAttentionOptions, size: number): void;
  /** Terms [B, M, K, H, size] -> scores [B, M, K, H]. @throws Error where they are no numbers that it could take */
  record(layer: LayerWeights, terms: readonly Tensor[]): Tensor;
}
