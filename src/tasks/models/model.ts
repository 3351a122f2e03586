import type { Tensor } from "../../autograd/tape.ts";
import type { Config } from "../../config/schema.ts";
import type { MeasuredStatistics } from "../../nn/batch-norm.ts";
import type { Fibre } from "../../nn/fibres/fibre.ts";
import type { RadialCurve } from "../../nn/fibres/messages.ts";
import type { TracedAttention } from "../../nn/lie-transformer.ts";
import type { Weights } from "../../nn/linear.ts";
import type { ParameterLayout } from "../../nn/parameters.ts";

/** Sizes that the task decides. */
export interface Sizes {
  /** Slots of points in an example, present or not. */
  readonly points: number;
  readonly dimension: 2 | 3;
  /** Numbers a point besides its place. */
  readonly features: number;
  /** Shape of what is predicted of an example: [counts, classes], or [1] for an energy. */
  readonly outputs: readonly number[];
}

/** Examples as tensors; a model reads of them what it wants. */
export interface ModelInputs {
  /** [B, n, d] */
  readonly points: Tensor;
  /** What a point is, each [B, n, f]. */
  readonly features: readonly Tensor[];
  /** [B, n], 1 where present */
  readonly mask: Tensor;
  /** Of particles, [B, n, d]. */
  readonly momenta?: Tensor;
  /** [B, n, S R], for a model that lifts. */
  readonly stabiliser: Tensor;
  /** Places of each layer's neighbours in the ball, [layers, K], where it is not taken whole. */
  readonly keep?: Tensor | undefined;
  /** Given in training, for the statistics of batch norms. */
  readonly measured?: MeasuredStatistics | undefined;
}

/** What a visitor may inspect of a layer. */
interface TracedLayer {
  /** Features after it, [B, M, C]. */
  readonly state: Tensor;
  readonly attention: TracedAttention;
}

/** A network that learns a task, by the name that `model` has in a config: it answers with numbers of an example. */
export interface Model {
  /** Whether it learns the motion of particles itself, from momenta too, instead of a potential. */
  readonly learnsMotion?: boolean;
  declare(layout: ParameterLayout, config: Config, sizes: Sizes): void;
  /** What it predicts, the numbers of `outputs` for every example, however they are laid out: [B, ..]. */
  record(weights: Weights, config: Config, sizes: Sizes, inputs: ModelInputs): Tensor;
  /** The same with the features of the points, or lifted elements, after each layer [B, M, C]; left out where it has none. */
  states?(
    weights: Weights,
    config: Config,
    sizes: Sizes,
    inputs: ModelInputs,
  ): { readonly output: Tensor; readonly states: readonly Tensor[] };
  /** The same with what there is to inspect; left out for a model that shows nothing. */
  trace?(
    weights: Weights,
    config: Config,
    sizes: Sizes,
    inputs: ModelInputs,
  ): {
    readonly output: Tensor;
    readonly layers: readonly TracedLayer[];
    /** Pair features of all elements, [B, M, M, D]. */
    readonly pairs: Tensor;
  };
  /**
   * What each layer's heads give the second of two lifted elements [N, 2, words] by its place, as the first sees it:
   * [N, L H]. Null where that is no single number; left out by a model that lifts nothing.
   */
  locationField?(weights: Weights, config: Config, sizes: Sizes, elements: Tensor): Tensor | null;
}

/** A network that answers with vectors of points, as their places and velocities are. */
export interface VectorModel {
  declare(layout: ParameterLayout, config: Config, sizes: Sizes): void;
  /** Two vectors a point, [B, n, 2, 3], and features by degree after each layer, where it has such. */
  record(
    weights: Weights,
    config: Config,
    sizes: Sizes,
    inputs: ModelInputs,
  ): { readonly output: Tensor; readonly states: readonly Fibre[] };
  /** Radial nets of its first layer, where it has such. read: scalars of edges and their lengths, [R, scalars + 1] */
  curves?(weights: Weights, config: Config, read: Tensor): readonly RadialCurve[];
}
