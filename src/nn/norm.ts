import type { Tensor } from "../autograd/tape.ts";
import { batchNorm, declareBatchNorm, type MeasuredStatistics } from "./batch-norm.ts";
import { declareLayerNorm, layerNorm } from "./layer-norm.ts";
import type { Weights } from "./linear.ts";
import type { ParameterLayout } from "./parameters.ts";

export type NormKind = "none" | "layer" | "batch";

export function declareNorm(layout: ParameterLayout, kind: NormKind, name: string, width: number): void {
  if (kind === "layer") declareLayerNorm(layout, name, width);
  if (kind === "batch") declareBatchNorm(layout, name, width);
}

/**
 * @param rows which rows of y are there, for the statistics of a batch
 * @param measured given in training: batch norms use the batch's own statistics and leave them here
 */
export function norm(
  weights: Weights,
  kind: NormKind,
  name: string,
  y: Tensor,
  rows: Tensor,
  measured?: MeasuredStatistics,
): Tensor {
  if (kind === "layer") return layerNorm(weights, name, y);
  return kind === "batch" ? batchNorm(weights, name, y, rows, measured) : y;
}
