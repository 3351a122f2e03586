import { lifts } from "../config/models.ts";
import type { Config } from "../config/schema.ts";
import { RandomStream } from "../random/random-stream.ts";

/**
 * Neighbours of an element and the ball they are drawn from (specification 3.1); none where all attend to all.
 * @param points slots of points in an example
 */
export function ballOf(config: Config, points: number): { keys: number; size: number } {
  const { neighbours, fill, samples } = config;
  if (!lifts(config)) return { keys: 0, size: 0 };
  const elements = points * samples;
  return { keys: Math.min(neighbours, elements), size: Math.min(Math.floor(neighbours / fill + 1e-9), elements) };
}

/** Places in the ball of each layer's neighbours, [layers, K], drawn anew for every pass. */
export function drawKeep(config: Config, points: number, purpose: string, index: number): Float32Array<ArrayBuffer> {
  const { keys, size } = ballOf(config, points);
  const random = new RandomStream(config.seed, `keep ${purpose}`, index);
  const keep = new Float32Array(config.layers * keys);
  for (let layer = 0; layer < config.layers; layer++) {
    const places = Array.from({ length: size }, (_, place) => place);
    random.shuffle(places);
    keep.set(places.slice(0, keys), layer * keys);
  }
  return keep;
}
