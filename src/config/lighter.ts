import { comparedWith } from "./comparison.ts";
import type { Config } from "./schema.ts";
import { normalisesBatches } from "./sections/lie-transformer.ts";

/**
 * A change after which the longest computations of a training step are at most about half as long, with the same networks:
 * more pieces of a batch, or, where its statistics tie those together, a smaller batch. Null where there is none.
 */
export function lighterLoad(config: Config): Partial<Config> | null {
  const { batch, accumulate } = config;
  if (batch === accumulate) return null;
  const others = (comparedWith(config) ?? []).map((changes): Config => ({ ...config, ...changes }));
  if ([config, ...others].some(normalisesBatches)) return { batch: Math.floor(batch / 2) };
  const counts = Array.from({ length: batch + 1 }, (_, count) => count);
  const accumulated = counts.find((count) => count >= 2 * accumulate && batch % count === 0);
  return { accumulate: accumulated ?? batch };
}
