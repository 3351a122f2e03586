import type { Activation } from "../autograd/operations/attention-terms.ts";
import { activations } from "../autograd/operations/attention-terms.ts";
import { add } from "../autograd/operations/elementwise.ts";
import type { Tensor } from "../autograd/tape.ts";
import type { MeasuredStatistics } from "./batch-norm.ts";
import { declareLinear, linear, type Weights } from "./linear.ts";
import { declareNorm, type NormKind, norm } from "./norm.ts";
import type { ParameterLayout } from "./parameters.ts";

/** What a transformer's block is around its attention: norms, residuals, a point-wise net (specification 4). */
export interface BlockOptions {
  readonly width: number;
  readonly activation: Activation;
  readonly blockNorm: "none" | "layer_pre" | "layer_post" | "batch_pre" | "batch_post";
}

const normOf = ({ blockNorm }: BlockOptions): NormKind =>
  blockNorm === "none" ? "none" : blockNorm.startsWith("layer") ? "layer" : "batch";

/** All of a block but its attention. */
export function declareBlock(layout: ParameterLayout, block: string, options: BlockOptions): void {
  const { width } = options;
  for (const name of ["norm1", "norm2"]) declareNorm(layout, normOf(options), block + name, width);
  declareLinear(layout, [`${block}mlp.0`], width, width);
  declareLinear(layout, [`${block}mlp.1`], width, width);
}

/** Rows that are there, for the statistics of a batch, and where those are left in training. */
interface Statistics {
  readonly rows: Tensor;
  readonly measured?: MeasuredStatistics | undefined;
}

/**
 * x + attention(norm(x)), then the same with a net of two layers; or with the norms after the branches.
 * @param attend attention of features [B, M, C]; adds the residual where it is given one
 */
export function transformerBlock(
  weights: Weights,
  block: string,
  options: BlockOptions,
  x: Tensor,
  attend: (y: Tensor, residual?: Tensor) => Tensor,
  { rows, measured }: Statistics,
): Tensor {
  const { activation } = options;
  const mlp = (y: Tensor, residual?: Tensor) =>
    linear(weights, `${block}mlp.1`, linear(weights, `${block}mlp.0`, y, { activation }), { activation, residual });
  let state = x;
  for (const [branch, name] of [
    [attend, "norm1"],
    [mlp, "norm2"],
  ] as const) {
    const normed = (y: Tensor) => norm(weights, normOf(options), block + name, y, rows, measured);
    state = options.blockNorm.endsWith("post") ? add(state, normed(branch(state))) : branch(normed(state), state);
  }
  return state;
}

export function declareHead(layout: ParameterLayout, width: number, outputs: number, headNorm: NormKind): void {
  for (let k = 0; k < 3; k++) {
    declareNorm(layout, headNorm, `head_norm.${k}`, width);
    declareLinear(layout, [`head.${k}`], width, k === 2 ? outputs : width);
  }
}

/** Head of `model_1`: three times norm, activation, dense layer; pooled features [B, C] -> [B, outputs]. */
export function head(
  weights: Weights,
  { activation, headNorm }: { readonly activation: Activation; readonly headNorm: NormKind },
  pooled: Tensor,
  measured?: MeasuredStatistics,
): Tensor {
  const batch = pooled.shape[0] as number;
  const everyRow = pooled.tape.constant(new Array(batch).fill(1), [batch, 1]);
  const activate = activations[activation];
  let y = pooled;
  for (let k = 0; k < 3; k++) {
    y = norm(weights, headNorm, `head_norm.${k}`, y, everyRow, measured);
    y = linear(weights, `head.${k}`, activate(y));
  }
  return y;
}
