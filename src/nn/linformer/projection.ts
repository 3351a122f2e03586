import { splitHeads } from "../../autograd/operations/attention-terms.ts";
import { multiply, where } from "../../autograd/operations/elementwise.ts";
import { matmul, transpose } from "../../autograd/operations/matmul.ts";
import { reshape } from "../../autograd/operations/movement.ts";
import { max, mean, sum } from "../../autograd/operations/reduce.ts";
import { softmax } from "../../autograd/operations/softmax.ts";
import type { Tensor } from "../../autograd/tape.ts";
import { type Weights, weightNamed } from "../linear.ts";
import type { ParameterLayout } from "../parameters.ts";

/**
 * What takes the keys and values of n positions to k slots (Wang et al., 2020; `docs/neighbours.md`, 3.1); with `none` all
 * positions are their own slots, which is full attention.
 */
type ProjectionKind = "none" | "learned" | "mean" | "max" | "convolution" | "anchors";
/** Which learned matrices are one: none, those of the heads, or those of keys and values too. */
type Sharing = "none" | "headwise" | "key_value";

export interface Projection {
  readonly projection: ProjectionKind;
  readonly sharing: Sharing;
  /** Positions n and slots k. Windows have n / k positions, which divides without remainder. */
  readonly length: number;
  readonly slots: number;
  readonly heads: number;
  readonly width: number;
}

export function declareProjection(layout: ParameterLayout, prefix: string, options: Projection): void {
  const { projection, sharing, length, slots, heads, width } = options;
  if (projection === "learned") {
    // Xavier, of the same spread as the normal one.
    const halfWidth = Math.sqrt(6 / (length + slots));
    if (sharing === "key_value") {
      layout.add(`${prefix}project.both`, [slots, length], { halfWidth });
      return;
    }
    const shape = sharing === "none" ? [heads, slots, length] : [slots, length];
    for (const of of ["key", "value"]) layout.add(`${prefix}project.${of}`, shape, { halfWidth });
  } else if (projection === "convolution") {
    const window = length / slots;
    // Begins near the mean of a window.
    for (const of of ["key", "value"]) layout.add(`${prefix}project.${of}`, [window], { constant: 1 / window });
  } else if (projection === "anchors") {
    layout.add(`${prefix}anchors`, [slots, width], { halfWidth: Math.sqrt(3 / width) });
  }
}

/** Rows of a matrix that weigh the positions by their features, [B, k, n]: the softmax over present j of a_s . f_j. */
export function anchorRows(weights: Weights, prefix: string, features: Tensor, mask: Tensor): Tensor {
  const [batch, length] = mask.shape as [number, number];
  const scores = matmul(weightNamed(weights, `${prefix}anchors`), transpose(features));
  return softmax(where(reshape(mask, [batch, 1, length]), scores, features.tape.scalar(-1e38)));
}

/**
 * Keys and values of positions to those of slots.
 * @param sources keys and values [B, n, C], zero where nothing is
 * @param features what both were made of, [B, n, C], and mask [B, n]
 * @returns both, [B, H, k, d]
 */
export function project(
  weights: Weights,
  prefix: string,
  options: Projection,
  sources: readonly [key: Tensor, value: Tensor],
  features: Tensor,
  mask: Tensor,
): [key: Tensor, value: Tensor] {
  const { projection, sharing, slots, heads } = options;
  const [batch, length, width] = features.shape as [number, number, number];
  const names = sharing === "key_value" ? ["both", "both"] : ["key", "value"];
  const rows = projection === "anchors" ? anchorRows(weights, prefix, features, mask) : null;
  const one = (source: Tensor, k: number): Tensor => {
    if (projection === "none") return splitHeads(source, heads);
    if (rows) return splitHeads(matmul(rows, source), heads);
    const windows = reshape(source, [batch, slots, length / slots, width]);
    const pooled = (x: Tensor) => splitHeads(reshape(x, [batch, slots, width]), heads);
    if (projection === "mean") return pooled(mean(windows, [2]));
    if (projection === "max") return pooled(max(windows, [2]));
    const own = weightNamed(weights, `${prefix}project.${projection === "learned" ? names[k] : ["key", "value"][k]}`);
    if (projection === "convolution") {
      return pooled(sum(multiply(windows, reshape(own, [length / slots, 1])), [2]));
    }
    if (sharing === "none") return matmul(own, splitHeads(source, heads));
    return splitHeads(matmul(own, source), heads);
  };
  return [one(sources[0], 0), one(sources[1], 1)];
}
