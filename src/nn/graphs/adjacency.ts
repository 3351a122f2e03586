import { add, multiply, reciprocalSqrt, where } from "../../autograd/operations/elementwise.ts";
import { gather } from "../../autograd/operations/gather.ts";
import { matmul, transpose } from "../../autograd/operations/matmul.ts";
import { reshape } from "../../autograd/operations/movement.ts";
import { sum } from "../../autograd/operations/reduce.ts";
import type { Tape, Tensor } from "../../autograd/tape.ts";
import { placesOf } from "../pooling/kept.ts";

/** Adjacency matrices of graphs, [B, n, n]: 1 where two nodes are joined, symmetric, without loops. */

/** Ones from every node to itself. */
export const identity = (tape: Tape, size: number): Tensor =>
  tape.constant(
    Array.from({ length: size * size }, (_, k) => Number(k % (size + 1) === 0)),
    [size, size],
  );

/** Without whatever the rows and columns of absent nodes hold. Mask [B, n]. */
export function amongPresent(adjacency: Tensor, mask: Tensor): Tensor {
  const [batch, count] = mask.shape as [number, number];
  const both = multiply(reshape(mask, [batch, count, 1]), reshape(mask, [batch, 1, count]));
  return where(both, adjacency, adjacency.tape.scalar(0));
}

/**
 * D^-1/2 (A + I) D^-1/2, D the row sums of A + I (Kipf and Welling, 2017, equation 2). Nodes with the same neighbours, each
 * other included, get the same row to the last bit.
 */
export function propagation(adjacency: Tensor): Tensor {
  const withSelf = add(adjacency, identity(adjacency.tape, adjacency.shape[1] as number));
  const root = reciprocalSqrt(sum(withSelf, [2]));
  return multiply(multiply(withSelf, root), transpose(root));
}

/** A + A^2: also what is two steps away, as often as there are ways; the diagonal holds the degrees. */
export const twoHops = (adjacency: Tensor): Tensor => add(adjacency, matmul(adjacency, adjacency));

/** The subgraph of the kept nodes [B, K]: edges between two of them, none bridged; empty slots have none. */
export function inducedSubgraph(adjacency: Tensor, kept: Tensor): Tensor {
  const { places, filled } = placesOf(kept);
  const rows = gather(adjacency, places);
  return amongPresent(transpose(gather(transpose(rows), places)), filled);
}
