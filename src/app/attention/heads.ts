import type { View } from "../../config/view.ts";

/** Weights of a query point, [layers][heads][n]. */
export type Maps = readonly (readonly (readonly number[])[])[];

/** How differently a head weighs the points that are there: the range of its weights over their mean size. */
function spreadOf(weights: readonly number[], mask: Float32Array): number {
  const present = weights.filter((_, k) => mask[k] === 1);
  const size = present.reduce((sum, weight) => sum + Math.abs(weight), 0) / present.length;
  return size > 0 ? (Math.max(...present) - Math.min(...present)) / size : 0;
}

/** Below this all points count the same to a head. */
const UNIFORM = 0.02;
export const isUniform = (weights: readonly number[], mask: Float32Array): boolean => spreadOf(weights, mask) < UNIFORM;

/** Layer and head that a view shows, from 1: its own, or those that tell points apart most. */
export function chosenHead(
  maps: Maps,
  mask: Float32Array,
  { layer, head }: Pick<View, "layer" | "head">,
): { readonly layer: number; readonly head: number } {
  const last = { layer: Math.max(1, maps.length), head: Math.max(1, maps[0]?.length ?? 1) };
  if (layer > 0 && head > 0) return { layer: Math.min(layer, last.layer), head: Math.min(head, last.head) };
  let best = { layer: 1, head: 1, spread: -1 };
  maps.forEach((heads, l) => {
    heads.forEach((weights, h) => {
      const spread = spreadOf(weights, mask);
      if (spread > best.spread) best = { layer: l + 1, head: h + 1, spread };
    });
  });
  return { layer: best.layer, head: best.head };
}
