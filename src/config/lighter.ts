import { normalisesBatches } from "./batch-norms.ts";
import type { Config } from "./schema.ts";

/**
 * A change after which the longest computations of a training step are about half as long, with the same networks: more
 * pieces of a batch, where its statistics do not tie them together, or a smaller batch. Null where there is none.
 */
export function lighterLoad(config: Config): Partial<Config> | null {
  const { batch, accumulate } = config;
  const more = Array.from({ length: batch - accumulate }, (_, k) => accumulate + 1 + k);
  const pieces = more.find((count) => count >= 2 * accumulate && batch % count === 0);
  if (pieces && !normalisesBatches(config)) return { accumulate: pieces };
  return batch > 1 ? { batch: Math.floor(batch / 2), accumulate: 1 } : null;
}
