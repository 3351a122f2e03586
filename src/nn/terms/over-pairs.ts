import { overKeys } from "../../autograd/operations/attention-terms.ts";
import { expand, reshape } from "../../autograd/operations/movement.ts";
import type { Tensor } from "../../autograd/tape.ts";

/** [B, M, K, H e] -> [B, M, K, H, e] */
export const headed = (x: Tensor, heads: number): Tensor =>
  reshape(x, [...x.shape.slice(0, 3), heads, (x.shape[3] as number) / heads]);

/** Rows [B, M, H e] as the attending element of every pair: [B, M, K, H, e]. */
export function asRow(x: Tensor, heads: number, keys: number): Tensor {
  const [batch, count, size] = x.shape as [number, number, number];
  return headed(expand(reshape(x, [batch, count, 1, size]), [batch, count, keys, size]), heads);
}

/** Rows [B, M, H e] as the element that is attended to: [B, M, K, H, e]. */
export const asColumn = (x: Tensor, heads: number, neighbours: Tensor | undefined): Tensor =>
  headed(overKeys(x, neighbours), heads);
