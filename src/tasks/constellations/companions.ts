import { type Config, fields } from "../../config/schema.ts";
import { parameterLayout } from "../clouds/network.ts";

/** The Set Transformer with the same data, width and optimiser, and the depth that brings its parameter count closest. */
export function setTransformerLike(config: Config): Config {
  const target = parameterLayout(config).count;
  const heads = config.width % 4 === 0 ? 4 : config.heads;
  const distance = (candidate: Config) => Math.abs(parameterLayout(candidate).count - target);
  const { min, max } = fields.layers.range;
  const candidates = Array.from(
    { length: max - min + 1 },
    (_, k): Config => ({ ...config, model: "set-transformer", heads, layers: min + k }),
  );
  return candidates.reduce((best, candidate) => (distance(candidate) < distance(best) ? candidate : best));
}
