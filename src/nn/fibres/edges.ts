import { concat } from "../../autograd/operations/concat.ts";
import { greater, multiply, square, subtract, where } from "../../autograd/operations/elementwise.ts";
import { EDGES_AT_ONCE } from "../../autograd/operations/equivariant-kernel.ts";
import { gather } from "../../autograd/operations/gather.ts";
import { expand, permute, reshape } from "../../autograd/operations/movement.ts";
import { everyOther } from "../../autograd/operations/mutual-edges.ts";
import { pad } from "../../autograd/operations/pad.ts";
import { sum } from "../../autograd/operations/reduce.ts";
import type { Tensor } from "../../autograd/tape.ts";

/** Edges of a batch of point sets: K senders for each of n receivers. */
export interface Edges {
  /** Sender of each edge, [B, n K]. */
  readonly senders: Tensor;
  /**
   * x_sender - x_receiver, then scalars of the edge, [3 + scalars, E]; vectors are zero where there is no edge. Of the E
   * columns the first B n K are edges of the batch, in that order; the others make whole groups for the kernels.
   */
  readonly geometry: Tensor;
  /** The vectors alone, [B, n K, 3]. */
  readonly vectors: Tensor;
  /** [B, n, K]: 1 where there is an edge. */
  readonly present: Tensor;
  /** Points of a set in which everybody sends to everybody else, with the same scalars both ways; 0 of other edges. */
  readonly mutual: number;
}

interface PlacedPoints {
  /** [B, n, 3] */
  readonly points: Tensor;
  /** [B, n] */
  readonly mask: Tensor;
}

interface EdgeInputs extends PlacedPoints {
  /** Senders [B, n, K]; all points where left out. */
  readonly senders?: Tensor | undefined;
  /** Which of them there are, [B, n, K]; all where left out. */
  readonly listed?: Tensor | undefined;
  /** [B, n, K, scalars] */
  readonly scalars?: Tensor | undefined;
}

/**
 * An edge needs both points, and two places: coincident points, a point and itself among them, have no direction between them
 * (neighbours 1.5).
 */
export function edgesOf({ points, mask, senders, listed, scalars }: EdgeInputs): Edges {
  const { tape } = points;
  const [batch, count] = mask.shape as [number, number];
  const all = () => Array.from({ length: count }, (_, j) => j);
  const table = senders ?? expand(tape.constant(all(), [1, 1, count]), [batch, count, count]);
  const each = table.shape[2] as number;
  const flat = reshape(table, [batch, count * each]);
  const zero = tape.scalar(0);
  const column = reshape(mask, [batch, count, 1]);
  const placed = where(column, points, zero);
  const receivers = reshape(expand(reshape(placed, [batch, count, 1, 3]), [batch, count, each, 3]), [
    batch,
    count * each,
    3,
  ]);
  const sent = reshape(gather(column, flat), [batch, count, each]);
  let wanted = multiply(sent, expand(column, [batch, count, each]));
  if (listed) wanted = multiply(wanted, listed);
  const vectors = where(reshape(wanted, [batch, count * each, 1]), subtract(gather(placed, flat), receivers), zero);
  const rows = batch * count * each;
  const present = reshape(greater(sum(square(vectors), [2]), zero), [batch, count, each]);
  const clean = scalars && where(reshape(present, [rows, 1]), reshape(scalars, [rows, scalars.size / rows]), zero);
  const plain = reshape(vectors, [rows, 3]);
  return { senders: flat, vectors, present, geometry: edgeTable(clean ? concat([plain, clean], 1) : plain), mutual: 0 };
}

/**
 * Edges of every point with each other one, of which kernels take those there and back together. A point alone is beside
 * itself, which makes no edge.
 * @param scalars of the edges from senders [B, n, K], the same both ways, [B, n, K, scalars]
 */
export function mutualEdges({ points, mask }: PlacedPoints, scalars?: (senders: Tensor) => Tensor): Edges {
  const [batch, count] = mask.shape as [number, number];
  const others = count > 1 ? everyOther(count) : [[0]];
  const each = others[0]?.length as number;
  const senders = expand(points.tape.constant(others.flat(), [1, count, each]), [batch, count, each]);
  const edges = edgesOf({ points, mask, senders, scalars: scalars?.(senders) });
  return { ...edges, mutual: count > 1 ? count : 0 };
}

/** A row of numbers an edge as a row of edges for each number: [edges, W] -> [W, E], E a multiple of EDGES_AT_ONCE. */
export function edgeTable(rows: Tensor): Tensor {
  const edges = Math.ceil((rows.shape[0] as number) / EDGES_AT_ONCE) * EDGES_AT_ONCE;
  return pad(permute(rows, [1, 0]), 1, 0, edges);
}
