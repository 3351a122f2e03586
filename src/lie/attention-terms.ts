/** What a head of Lie attention sees of the features of a pair (specification 3.2). */
export const contents = ["dot", "concat", "concat_linear", "relative", "none"] as const;
/** What it sees of the pair feature (3.3). */
export const locations = ["net", "raw", "none"] as const;
/** Stationary kernels of the line, for pair features of one number (`docs/neighbours.md`, 4). */
export const lineKernels = ["bochner", "mercer"] as const;
/** How both become a score (3.4). */
export const combinations = ["sum", "multiply", "net"] as const;

export interface Terms {
  readonly content: (typeof contents)[number];
  readonly location: (typeof locations)[number] | (typeof lineKernels)[number];
  readonly combine: (typeof combinations)[number];
}

/**
 * Whether the fused kernels know these terms: a location net or a kernel of the line, with dot content or none, and their sum
 * or product.
 */
export const isFused = ({ content, location, combine }: Terms): boolean =>
  location !== "raw" && location !== "none" && combine !== "net" && (content === "dot" || content === "none");
