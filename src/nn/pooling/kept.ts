import { greater, maximum, where } from "../../autograd/operations/elementwise.ts";
import { gather, scatterAdd } from "../../autograd/operations/gather.ts";
import { reshape } from "../../autograd/operations/movement.ts";
import { topNodes } from "../../autograd/operations/top-nodes.ts";
import type { Tensor } from "../../autograd/tape.ts";

/** How many of so many nodes a pooling keeps: at least one, and rounding makes none more (0.55 * 20 is above 11 in float64). */
export const keptCount = (ratio: number, nodes: number): number => Math.max(1, Math.ceil(ratio * nodes - 1e-6));

/** The nodes with the largest scores [B, n], largest first: indices [B, keptCount(n)], -1 in empty slots. */
export function keptNodes(scores: Tensor, mask: Tensor, ratio: number): Tensor {
  const nodes = scores.shape[1] as number;
  return topNodes(
    scores,
    mask,
    Array.from({ length: nodes + 1 }, (_, count) => keptCount(ratio, count)),
  );
}

/** Indices that may be read, and which slots hold a node. */
export function placesOf(kept: Tensor): { readonly places: Tensor; readonly filled: Tensor } {
  const { tape } = kept;
  return { places: maximum(kept, tape.scalar(0)), filled: greater(kept, tape.scalar(-0.5)) };
}

/** Rows x [B, n, W] of the kept nodes: [B, K, W], zero in empty slots. */
export function keptRows(x: Tensor, kept: Tensor): Tensor {
  const { places, filled } = placesOf(kept);
  return where(reshape(filled, [...filled.shape, 1]), gather(x, places), x.tape.scalar(0));
}

/** Rows x [B, K, W] of kept nodes back in the places that they had among `nodes`: [B, nodes, W], zero where one has gone. */
export function rowsAmongAll(x: Tensor, kept: Tensor, nodes: number): Tensor {
  const { places, filled } = placesOf(kept);
  return scatterAdd(where(reshape(filled, [...filled.shape, 1]), x, x.tape.scalar(0)), places, nodes);
}
