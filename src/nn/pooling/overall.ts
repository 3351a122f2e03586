import { divide, maximum, where } from "../../autograd/operations/elementwise.ts";
import { reshape } from "../../autograd/operations/movement.ts";
import { max, sum } from "../../autograd/operations/reduce.ts";
import type { Tensor } from "../../autograd/tape.ts";

/** Over the elements that are present: x [B, M, C], mask [B, M, 1] -> [B, C]. */
type Pooling = (x: Tensor, mask: Tensor) => Tensor;

const flat = (pooled: Tensor): Tensor => reshape(pooled, [pooled.shape[0] as number, pooled.shape[2] as number]);

const total = (x: Tensor, mask: Tensor): Tensor => sum(where(mask, x, x.tape.scalar(0)), [1]);

/** What becomes of the elements' features, by its name in a config. */
export const poolings = {
  mean: (x, mask) => flat(divide(total(x, mask), maximum(sum(mask, [1]), x.tape.scalar(1)))),
  max: (x, mask) => flat(max(where(mask, x, x.tape.scalar(-3e38)), [1])),
  sum: (x, mask) => flat(total(x, mask)),
} satisfies Record<string, Pooling>;
