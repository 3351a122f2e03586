import type { Config } from "../config/schema.ts";
import { dimensionOf } from "../config/tasks.ts";
import { movePoints } from "../lie/motion.ts";
import { drawStabilisers, samplesOfCopy } from "./stabiliser.ts";
import type { Copy } from "./survey-plan.ts";

/** Tables as one, end to end. */
export function joined(parts: readonly Float32Array[]): Float32Array<ArrayBuffer> {
  const whole = new Float32Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Rows of a list in another order. */
export function reordered(rows: Float32Array, order: readonly number[] | undefined): Float32Array {
  if (!order) return rows;
  const size = rows.length / order.length;
  return joined(order.map((k) => rows.subarray(k * size, (k + 1) * size)));
}

/** An input: its points [n, d], which of them are there, and the index that draws of its lift go by. */
export interface Copied {
  readonly index: number;
  readonly points: Float32Array;
  readonly mask: Float32Array;
}

/**
 * Copies of an input as a config's network reads them: each moved, lifted and ordered as it says.
 * @param fresh what the draw is for of a copy that is lifted afresh: equal purposes give equal samples
 */
export function copiesOf(
  config: Config,
  { index, points, mask }: Copied,
  copies: readonly Copy[],
  fresh: (copy: number) => string,
) {
  const samples = drawStabilisers(config, { points, mask }, "test", index);
  return copies.map(({ motion, lift, order }, k) => {
    const moved = movePoints(points, motion, dimensionOf(config));
    const stabiliser = samplesOfCopy(config, lift, { points, samples, linear: motion.linear }, () =>
      drawStabilisers(config, { points: moved, mask }, fresh(k), index),
    );
    return {
      points: reordered(moved, order),
      mask: reordered(mask, order),
      stabiliser: reordered(stabiliser, order),
    };
  });
}
