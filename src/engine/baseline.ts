import type { Config } from "../config/schema.ts";
import { parameterLayout } from "../tasks/constellations/network.ts";

const LAYERS = { min: 1, max: 12 };

/** The Set Transformer with the same data, width and optimiser, and the depth that brings its parameter count closest. */
function setTransformerLike(config: Config): Config {
  const target = parameterLayout(config).count;
  const heads = config.width % 4 === 0 ? 4 : config.heads;
  const distance = (candidate: Config) => Math.abs(parameterLayout(candidate).count - target);
  const candidates = Array.from(
    { length: LAYERS.max - LAYERS.min + 1 },
    (_, k): Config => ({ ...config, model: "set-transformer", heads, layers: LAYERS.min + k }),
  );
  return candidates.reduce((best, candidate) => (distance(candidate) < distance(best) ? candidate : best));
}

/**
 * What a LieTransformer is compared with on its task: a Set Transformer that counts shapes, a fully connected net that
 * learns a potential (HFC). Null when the config itself is a baseline.
 */
export function baselineOf(config: Config): Config | null {
  if (config.model !== "lietransformer") return null;
  return config.task === "constellations" ? setTransformerLike(config) : { ...config, model: "hfc" };
}
