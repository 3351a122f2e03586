import { lifts } from "../config/models.ts";
import type { Config } from "../config/schema.ts";
import { drawBounded } from "../lie/bounded-lift.ts";
import type { Matrix } from "../lie/matrix.ts";
import { groupOf } from "../lie/registry.ts";
import { moveSamples } from "../lie/stabilisers/move-samples.ts";
import { RandomStream } from "../random/random-stream.ts";

/** Numbers a point of stabiliser samples; one unused number for a model that lifts nothing. */
export const stabiliserWidth = (config: Config): number =>
  lifts(config) ? config.samples * groupOf(config).stabiliser.size : 1;

/**
 * Stabiliser samples of one cloud [n, S R], drawn independently for every point; zeros for a model that lifts nothing.
 * @throws RangeError if no draw meets the config's bound on pairs
 */
export function drawStabilisers(
  config: Config,
  { points, mask }: { points: Float32Array; mask: Float32Array },
  purpose: string,
  index: number,
): Float32Array<ArrayBuffer> {
  if (!lifts(config)) return new Float32Array(mask.length);
  const cloud = { points, mask, samples: config.samples };
  const streams = (draw: number) =>
    new RandomStream(config.seed, `stabiliser ${purpose}${draw > 0 ? ` draw ${draw}` : ""}`, index);
  return Float32Array.from(drawBounded(groupOf(config), cloud, config.max_pair, streams));
}

/** How the moved copy of an input is lifted: its samples move along, are drawn afresh, or are left as they are. */
export type Lift = "moved" | "fresh" | "left";

/**
 * Stabiliser samples of the moved copy of an input.
 * @param original those of the input [n, S R], at its points [n, d]
 * @param fresh draws others
 */
export function samplesOfCopy(
  config: Config,
  lift: Lift,
  { points, samples, linear }: { points: ArrayLike<number>; samples: Float32Array; linear: Matrix<number> },
  fresh: () => Float32Array,
): Float32Array {
  if (!lifts(config) || lift === "left") return samples;
  return lift === "fresh" ? fresh() : Float32Array.from(moveSamples(groupOf(config), points, samples, linear));
}
