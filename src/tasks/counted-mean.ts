import { divide, multiply } from "../autograd/operations/elementwise.ts";
import { reshape } from "../autograd/operations/movement.ts";
import { sum } from "../autograd/operations/reduce.ts";
import type { Tensor } from "../autograd/tape.ts";

/**
 * A mean over entries that count, of which examples have different numbers, as a mean over examples: then it is the same
 * whatever pieces a batch is computed in.
 */

/** What an entry of each example weighs: examples over all entries that count, of a mask [examples, ..]. */
export function sharesOf(mask: Float32Array, examples: number): Float32Array<ArrayBuffer> {
  const counted = mask.reduce((total, one) => total + one, 0);
  return new Float32Array(examples).fill(examples / Math.max(1, counted));
}

/** values and mask [B, ..], shares [B] -> the mean over what counts, a scalar. */
export function countedMean(values: Tensor, mask: Tensor, shares: Tensor): Tensor {
  const [examples] = shares.shape as [number];
  const each = reshape(multiply(values, mask), [examples, values.size / examples]);
  const total = sum(multiply(each, reshape(shares, [examples, 1])));
  return reshape(divide(total, total.tape.scalar(examples)), []);
}
