import type { Config } from "../../config/schema.ts";
import { drawBounded } from "../../lie/bounded-lift.ts";
import { groupOf } from "../../lie/registry.ts";
import { RandomStream } from "../../random/random-stream.ts";
import { pointCount } from "./generate.ts";

/** Neighbours of an element and the ball they are drawn from (specification 3.1); none where all attend to all. */
export function ballOf(config: Config): { keys: number; size: number } {
  const elements = pointCount(config) * config.samples;
  const { model, neighbours, fill } = config;
  if (model !== "lietransformer") return { keys: 0, size: 0 };
  return { keys: Math.min(neighbours, elements), size: Math.min(Math.floor(neighbours / fill + 1e-9), elements) };
}

/** Places in the ball of each layer's neighbours, [layers, K], drawn anew for every pass. */
export function drawKeep(config: Config, purpose: string, index: number): Float32Array<ArrayBuffer> {
  const { keys, size } = ballOf(config);
  const random = new RandomStream(config.seed, `keep ${purpose}`, index);
  const keep = new Float32Array(config.layers * keys);
  for (let layer = 0; layer < config.layers; layer++) {
    const places = Array.from({ length: size }, (_, place) => place);
    random.shuffle(places);
    keep.set(places.slice(0, keys), layer * keys);
  }
  return keep;
}

/**
 * Stabiliser samples of one cloud [n, S R], drawn independently for every point; zeros for the baseline.
 * @throws RangeError if no draw meets the config's bound on pairs
 */
export function stabiliserOf(
  config: Config,
  { points, mask }: { points: Float32Array; mask: Float32Array },
  purpose: string,
  index: number,
): Float32Array<ArrayBuffer> {
  if (config.model !== "lietransformer") return new Float32Array(mask.length);
  const cloud = { points, mask, samples: config.samples };
  const streams = (draw: number) =>
    new RandomStream(config.seed, `stabiliser ${purpose}${draw > 0 ? ` draw ${draw}` : ""}`, index);
  return Float32Array.from(drawBounded(groupOf(config), cloud, config.max_pair, streams));
}
