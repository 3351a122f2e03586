import type { Config } from "../config/schema.ts";
import { parameterLayout } from "../tasks/constellations/network.ts";

const LAYERS = { min: 1, max: 12 };

/**
 * The Set Transformer a LieTransformer is compared with: same data, width and optimiser, and the depth that brings
 * its parameter count closest. Null when the config itself is one.
 */
export function baselineOf(config: Config): Config | null {
  if (config.task !== "constellations" || config.model === "set-transformer") return null;
  const target = parameterLayout(config).count;
  const heads = config.width % 4 === 0 ? 4 : config.heads;
  const distance = (candidate: Config) => Math.abs(parameterLayout(candidate).count - target);
  let best: Config | null = null;
  for (let layers = LAYERS.min; layers <= LAYERS.max; layers++) {
    const candidate: Config = { ...config, model: "set-transformer", heads, layers };
    if (!best || distance(candidate) < distance(best)) best = candidate;
  }
  return best;
}
