import { gather } from "../autograd/operations/gather.ts";
import { reshape } from "../autograd/operations/movement.ts";
import type { Tensor } from "../autograd/tape.ts";

/** Rows of a table [V, C] by whole numbers [B, n]: [B, n, C]. */
export function embed(table: Tensor, indices: Tensor): Tensor {
  const [batch, length] = indices.shape as [number, number];
  const [rows, width] = table.shape as [number, number];
  const picked = gather(reshape(table, [1, rows, width]), reshape(indices, [1, batch * length]));
  return reshape(picked, [batch, length, width]);
}
