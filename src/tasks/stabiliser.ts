import { lifts } from "../config/models.ts";
import type { Config } from "../config/schema.ts";
import { drawBounded } from "../lie/bounded-lift.ts";
import { groupOf } from "../lie/registry.ts";
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
