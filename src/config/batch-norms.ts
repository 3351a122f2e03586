import type { Config } from "./schema.ts";

/** Whether a network takes statistics over all examples of a batch, which then cannot be computed in pieces. */
export const normalisesBatches = ({ model, norm, layout, head_norm }: Config): boolean =>
  model === "lietransformer" && (norm.startsWith("batch") || (layout === "pool_then_head" && head_norm === "batch"));
