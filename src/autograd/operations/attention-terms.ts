import type { Tape, Tensor } from "../tape.ts";
import {
  add,
  divide,
  exp,
  maximum,
  minimum,
  multiply,
  relu,
  scale,
  softplus,
  subtract,
  swish,
  where,
} from "./elementwise.ts";
import { gather } from "./gather.ts";
import { matmul, transpose } from "./matmul.ts";
import { detached, expand, permute, reshape, slice } from "./movement.ts";
import { sum } from "./reduce.ts";
import { softmax } from "./softmax.ts";

/** Pieces of Lie self-attention (specification 3) from tape operations. They store all pairs. */

export const normalisations = ["softmax", "mean", "exp"] as const;
export type Normalise = (typeof normalisations)[number];

export const activations = { swish, relu, softplus } satisfies Record<string, (x: Tensor) => Tensor>;
export type Activation = keyof typeof activations;

/** Numbers of one head's net, packed [W1; b1], [W2; b2], [W3; b3] with weights [in, out]. */
export const perHeadNetSize = (inputs: number, hidden: number): number =>
  (inputs + 1) * hidden + (hidden + 1) * hidden + hidden + 1;

/** [B, M, C] -> [B, H, M, d] */
export function splitHeads(x: Tensor, heads: number): Tensor {
  const [batch, count, width] = x.shape as [number, number, number];
  return permute(reshape(x, [batch, count, heads, width / heads]), [0, 2, 1, 3]);
}

/**
 * Rows of x [B, M, W] as every element sees them among its keys: [B, M, K, W].
 * @param neighbours indices of each element's keys, [B, M, K]; all elements when left out
 */
export function overKeys(x: Tensor, neighbours?: Tensor): Tensor {
  const [batch, count, width] = x.shape as [number, number, number];
  if (!neighbours) return expand(reshape(x, [batch, 1, count, width]), [batch, count, count, width]);
  const keys = neighbours.shape[2] as number;
  const picks = gather(x, reshape(neighbours, [batch, count * keys]));
  return reshape(picks, [batch, count, keys, width]);
}

/**
 * Keys [B, M, C] less the first one of their example: under softmax a score may lose what all of a query's share, and what
 * similar keys have in common leaves no rounding behind in the query's gradient. The first key's own gradient by this is
 * zero.
 */
export function keysApart(key: Tensor, mask: Tensor): Tensor {
  const batch = key.shape[0] as number;
  const there = reshape(slice(mask, 1, 0, 1), [batch, 1, 1]);
  return subtract(key, detached(where(there, slice(key, 1, 0, 1), key.tape.scalar(0))));
}

/** q_a . k_b / sqrt(d) of query and key [B, M, C]: [B, M, K, H] */
export function dotContent(query: Tensor, key: Tensor, heads: number, neighbours?: Tensor): Tensor {
  const [batch, count, width] = query.shape as [number, number, number];
  const depth = width / heads;
  if (neighbours) {
    const keys = neighbours.shape[2] as number;
    const other = reshape(overKeys(key, neighbours), [batch, count, keys, heads, depth]);
    const terms = multiply(reshape(query, [batch, count, 1, heads, depth]), other);
    return scale(reshape(sum(terms, [4]), [batch, count, keys, heads]), 1 / Math.sqrt(depth));
  }
  const product = matmul(splitHeads(query, heads), transpose(splitHeads(key, heads)));
  return permute(scale(product, 1 / Math.sqrt(depth)), [0, 2, 3, 1]);
}

/**
 * Three dense layers with an activation after each, weights of its own for every head.
 * @param packed [H, P], see `perHeadNetSize`
 * @param x what all heads see, [B, M, K, in], or each its own, [B, M, K, H, in]
 * @returns [B, M, K, H]
 */
export function perHeadNet(
  packed: Tensor,
  x: Tensor,
  { heads, hidden, activation }: { heads: number; hidden: number; activation: Activation },
): Tensor {
  const inputs = x.shape.at(-1) as number;
  const pairs = x.shape.slice(0, 3);
  const count = pairs.reduce((a, b) => a * b, 1);
  const activate = activations[activation];
  let y =
    x.shape.length === 5
      ? permute(reshape(x, [count, heads, inputs]), [1, 0, 2])
      : expand(reshape(x, [1, count, inputs]), [heads, count, inputs]);
  let at = 0;
  for (const [rows, columns] of [
    [inputs, hidden],
    [hidden, hidden],
    [hidden, 1],
  ] as const) {
    const weight = reshape(slice(packed, 1, at, at + rows * columns), [heads, rows, columns]);
    at += rows * columns;
    const bias = reshape(slice(packed, 1, at, at + columns), [heads, 1, columns]);
    at += columns;
    y = activate(add(matmul(y, weight), bias));
  }
  return reshape(permute(y, [1, 2, 0]), [...pairs, heads]);
}

/** exp(88) is the largest power of e that float32 holds; the guard leaves room to add up. */
const LARGEST_EXPONENT = 80;

/** Of all pairs, those whose key does not come after the query: [n, n, 1]. */
const upTo = (tape: Tape, count: number): Tensor =>
  tape.constant(
    Array.from({ length: count * count }, (_, k) => Number(k % count <= Math.floor(k / count))),
    [count, count, 1],
  );

interface Attended {
  /** [B, M, K, H] */
  readonly weights: Tensor;
  /** [B, M, C] */
  readonly output: Tensor;
}

/**
 * Normalises scores over the keys and mixes the values (specification 3.5, 3.6).
 * @param scores [B, M, K, H]
 * @param values [B, M, C]
 * @param mask [B, M]
 * @param neighbours keys each row attends to, [B, M, K]; all of them when left out
 * @param causal whether no element attends to one after itself; without neighbours
 */
export function attend(
  scores: Tensor,
  values: Tensor,
  mask: Tensor,
  { heads, normalise, causal = false }: { heads: number; normalise: Normalise; causal?: boolean },
  neighbours?: Tensor,
): Attended {
  const { tape } = scores;
  const [batch, count, width] = values.shape as [number, number, number];
  const there = overKeys(reshape(mask, [batch, count, 1]), neighbours);
  const present = causal ? multiply(there, upTo(tape, count)) : there;
  const keys = present.shape[2] as number;
  const zero = tape.scalar(0);
  const total = maximum(sum(present, [2]), tape.scalar(1));
  let weights: Tensor;
  if (normalise === "softmax") {
    // A row with no key present becomes uniform (specification 3.5).
    const masked = where(present, scores, tape.scalar(-1e38));
    weights = permute(softmax(permute(masked, [0, 1, 3, 2])), [0, 1, 3, 2]);
  } else if (normalise === "mean") {
    weights = divide(where(present, scores, zero), total);
  } else {
    const guarded = minimum(where(present, scores, zero), tape.scalar(LARGEST_EXPONENT));
    weights = divide(where(present, exp(guarded), zero), total);
  }
  if (neighbours) {
    const headed = reshape(overKeys(values, neighbours), [batch, count, keys, heads, width / heads]);
    const mixed = sum(multiply(headed, reshape(weights, [batch, count, keys, heads, 1])), [2]);
    return { weights, output: reshape(mixed, [batch, count, width]) };
  }
  const mixed = matmul(permute(weights, [0, 3, 1, 2]), splitHeads(values, heads));
  return { weights, output: reshape(permute(mixed, [0, 2, 1, 3]), [batch, count, width]) };
}
