import { splitHeads } from "../../autograd/operations/attention-terms.ts";
import { scale, where } from "../../autograd/operations/elementwise.ts";
import { matmul, transpose } from "../../autograd/operations/matmul.ts";
import { permute, reshape, slice } from "../../autograd/operations/movement.ts";
import { softmax } from "../../autograd/operations/softmax.ts";
import type { Tensor } from "../../autograd/tape.ts";
import { declareLinear, linear, type Weights } from "../linear.ts";
import type { ParameterLayout } from "../parameters.ts";
import { declareProjection, type Projection, project } from "./projection.ts";

/** @param projects whether the layer has a projection of its own; otherwise one that all layers share is declared apart */
export function declareLinformerAttention(
  layout: ParameterLayout,
  prefix: string,
  options: Projection,
  projects = true,
): void {
  const { width } = options;
  declareLinear(layout, [`${prefix}query`, `${prefix}key`, `${prefix}value`], width, width);
  if (projects) declareProjection(layout, prefix, options);
  declareLinear(layout, [`${prefix}output`], width, width);
}

interface LinformerInputs {
  /** [B, n, C] */
  readonly features: Tensor;
  /** [B, n] */
  readonly mask: Tensor;
  /** Added to the output, [B, n, C]. */
  readonly residual?: Tensor | undefined;
}

interface TracedLinformerAttention {
  /** Of the slots, [B, H, k, d]. */
  readonly keys: Tensor;
  readonly values: Tensor;
  /** [B, H, n, k] */
  readonly scores: Tensor;
  readonly weights: Tensor;
  /** [B, n, C] */
  readonly output: Tensor;
}

/**
 * softmax(Q (E K)^T / sqrt d) (F V): n x k weights in the place of n x n, time and memory linear in n. Slots are never
 * masked: they mix positions, and those where nothing is count as zeros. Without a projection absent positions are no keys.
 * @param shared prefix of a projection that all layers share; the layer's own otherwise
 */
export function linformerAttention(
  weights: Weights,
  prefix: string,
  options: Projection,
  { features, mask, residual }: LinformerInputs,
  shared = prefix,
): TracedLinformerAttention {
  const { heads, width } = options;
  const [batch, length] = mask.shape as [number, number];
  const packed = linear(weights, `${prefix}query`, features);
  const [query, key, value] = [0, 1, 2].map((k) => slice(packed, 2, k * width, (k + 1) * width)) as [
    Tensor,
    Tensor,
    Tensor,
  ];
  const there = (x: Tensor) => where(reshape(mask, [batch, length, 1]), x, x.tape.scalar(0));
  const [keys, values] = project(weights, shared, options, [there(key), there(value)], features, mask);
  const scores = scale(matmul(splitHeads(query, heads), transpose(keys)), 1 / Math.sqrt(width / heads));
  const attention = softmax(
    options.projection === "none"
      ? where(reshape(mask, [batch, 1, 1, length]), scores, scores.tape.scalar(-1e38))
      : scores,
  );
  const mixed = reshape(permute(matmul(attention, values), [0, 2, 1, 3]), [batch, length, width]);
  return { keys, values, scores, weights: attention, output: linear(weights, `${prefix}output`, mixed, { residual }) };
}
