/** Lengths of edges that radial nets are drawn over. */
export const LENGTHS = Array.from({ length: 48 }, (_, k) => 0.1 * (k + 1));
