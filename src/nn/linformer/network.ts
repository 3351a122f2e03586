import { add, where } from "../../autograd/operations/elementwise.ts";
import { reshape } from "../../autograd/operations/movement.ts";
import type { Tensor } from "../../autograd/tape.ts";
import { type BlockOptions, declareBlock, declareHead, head, transformerBlock } from "../block.ts";
import { embed } from "../embedding.ts";
import { declareLinear, linear, type Weights, weightNamed } from "../linear.ts";
import type { ParameterLayout } from "../parameters.ts";
import { poolings } from "../pooling/overall.ts";
import { declareLinformerAttention, linformerAttention } from "./attention.ts";
import { declareProjection, type Projection } from "./projection.ts";

export interface LinformerOptions extends Projection, BlockOptions {
  readonly layers: number;
  /** Whether all layers share one projection. */
  readonly layerwise: boolean;
  readonly pool: keyof typeof poolings;
  readonly outputs: number;
}

/** Rows of a table are of unit variance. */
const TABLE = { halfWidth: Math.sqrt(3) };

/** The shortest and the longest wave of a table of positions, in positions. */
const SHORTEST = 4;
const LONGEST = 10_000;

/**
 * Waves of growing length (Vaswani et al., arXiv 1706.03762, 3.5), [length, width] by rows: a step to the next position is one
 * linear map for all of them. Heights give rows of unit variance.
 */
const sinusoids = (length: number, width: number): number[] =>
  Array.from({ length: length * width }, (_, k) => {
    const [position, column] = [Math.floor(k / width), k % width];
    const wave = SHORTEST * (LONGEST / SHORTEST) ** (Math.floor(column / 2) / Math.max(1, width / 2 - 1));
    const angle = (2 * Math.PI * position) / wave;
    return Math.SQRT2 * (column % 2 === 0 ? Math.sin(angle) : Math.cos(angle));
  });

function declareTrunk(layout: ParameterLayout, options: LinformerOptions): void {
  const { layers, layerwise, width, outputs } = options;
  if (layerwise) declareProjection(layout, "", options);
  for (let l = 0; l < layers; l++) {
    declareLinformerAttention(layout, `blocks.${l}.attn.`, options, !layerwise);
    declareBlock(layout, `blocks.${l}.`, options);
  }
  declareHead(layout, width, outputs, "none");
}

/** Blocks, pooling and head of embedded positions [B, n, C]; features after each block and weights of its heads [B, H, n, k]. */
function trunk(weights: Weights, options: LinformerOptions, embedded: Tensor, mask: Tensor) {
  const column = reshape(mask, [...mask.shape, 1]);
  let x = embedded;
  const states: Tensor[] = [];
  const attention: Tensor[] = [];
  for (let l = 0; l < options.layers; l++) {
    const block = `blocks.${l}.`;
    const attend = (features: Tensor, residual?: Tensor) => {
      const inputs = { features, mask, residual };
      const own = linformerAttention(weights, `${block}attn.`, options, inputs, options.layerwise ? "" : undefined);
      attention.push(own.weights);
      return own.output;
    };
    x = transformerBlock(weights, block, options, x, attend, { rows: column });
    states.push(x);
    const features = x;
    x.tape.watch("features", `features after layer ${l + 1}`, () => features);
  }
  const output = head(weights, { activation: options.activation, headNorm: "none" }, poolings[options.pool](x, column));
  return { output, states, attention };
}

export function declareLinformer(
  layout: ParameterLayout,
  options: LinformerOptions & { readonly tokens: number },
): void {
  const { tokens, length, width } = options;
  layout.add("embed.table", [tokens, width], TABLE);
  layout.add("position.table", [length, width], { values: sinusoids(length, width) });
  declareTrunk(layout, options);
}

/** Tokens and mask [B, n] -> output [B, outputs], features after each block and the weights of its heads [B, H, n, k]. */
export function linformer(weights: Weights, options: LinformerOptions, tokens: Tensor, mask: Tensor) {
  const read = where(mask, tokens, tokens.tape.scalar(0));
  const embedded = embed(weightNamed(weights, "embed.table"), read);
  return trunk(weights, options, add(embedded, weightNamed(weights, "position.table")), mask);
}

export function declareLinformerOfPoints(
  layout: ParameterLayout,
  options: LinformerOptions & { readonly inputs: number },
): void {
  declareLinear(layout, ["embed"], options.inputs, options.width);
  declareTrunk(layout, options);
}

/**
 * The same of points [B, n, F], which have no order: one that is not learned from features gives each point its weight by
 * its number all the same.
 */
export function linformerOfPoints(weights: Weights, options: LinformerOptions, points: Tensor, mask: Tensor) {
  const there = where(reshape(mask, [...mask.shape, 1]), points, points.tape.scalar(0));
  return trunk(weights, options, linear(weights, "embed", there), mask);
}
