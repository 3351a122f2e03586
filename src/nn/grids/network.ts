import { concat } from "../../autograd/operations/concat.ts";
import { add, multiply, where } from "../../autograd/operations/elementwise.ts";
import { reshape, slice } from "../../autograd/operations/movement.ts";
import { sum } from "../../autograd/operations/reduce.ts";
import { softmax } from "../../autograd/operations/softmax.ts";
import type { Tensor } from "../../autograd/tape.ts";
import { declareLayerNorm, layerNorm } from "../layer-norm.ts";
import { declareLinear, linear, type Weights, weightNamed } from "../linear.ts";
import type { ParameterLayout } from "../parameters.ts";
import { type Coordinates, declareGridAttention, type GridAttentionOptions, gridAttention } from "./attention.ts";
import { type Axis, axes } from "./axes.ts";

/** What entries are told of their place: by tables for every axis, which measurement they are, or nothing. */
type PlaceCodes = "table" | "measurement" | "none";

export interface GridNetworkOptions extends GridAttentionOptions {
  readonly layers: number;
  readonly codes: PlaceCodes;
  /** Places of the axes: T, L, M. */
  readonly sizes: readonly [time: number, station: number, measurement: number];
  /** What entries are told beside their value: so many guesses of it, which the answer starts from, then other numbers. */
  readonly guesses: { readonly values: number; readonly others: number } | null;
}

export interface GridInputs {
  /** [B, T, L, M]; what is not visible may hold anything */
  readonly values: Tensor;
  /** [B, T, L, M], 1 where the entry is told */
  readonly visible: Tensor;
  /** [B, T, L, M, guesses and others] */
  readonly guesses?: Tensor | undefined;
  readonly coordinates: Coordinates;
}

export function declareGridLayer(layout: ParameterLayout, prefix: string, options: GridAttentionOptions): void {
  const { width } = options;
  declareGridAttention(layout, `${prefix}attn.`, options);
  for (const name of ["norm1", "norm2"]) declareLayerNorm(layout, prefix + name, width);
  declareLinear(layout, [`${prefix}mlp.0`], width, 4 * width);
  declareLinear(layout, [`${prefix}mlp.1`], 4 * width, width);
}

export interface GridLayerInputs {
  /** [B, T, L, M, C] */
  readonly features: Tensor;
  /** [B, T, L, M], 1 where the entry is told */
  readonly visible: Tensor;
  readonly coordinates: Coordinates;
}

/** x = norm(x + attention(x)), x = norm(x + net(x)). */
export function gridLayer(
  weights: Weights,
  prefix: string,
  options: GridAttentionOptions,
  { features, ...grid }: GridLayerInputs,
) {
  const attention = gridAttention(weights, `${prefix}attn.`, options, { features, ...grid });
  const x = layerNorm(weights, `${prefix}norm1`, add(features, attention.output));
  const hidden = linear(weights, `${prefix}mlp.0`, x, { activation: options.activation });
  const output = layerNorm(weights, `${prefix}norm2`, linear(weights, `${prefix}mlp.1`, hidden, { residual: x }));
  return { attention: attention.output, maps: attention.maps, output };
}

/** Axes that have a table of codes. */
const codedAxes = (codes: GridNetworkOptions["codes"]): readonly Axis[] =>
  codes === "table" ? axes : codes === "measurement" ? ["measurement"] : [];

export function declareGridNetwork(layout: ParameterLayout, options: GridNetworkOptions): void {
  const { width, layers, codes, sizes, guesses } = options;
  declareLinear(layout, ["embed"], 2 + (guesses ? guesses.values + guesses.others : 0), width);
  for (const axis of codedAxes(codes)) {
    layout.add(`code.${axis}`, [sizes[axes.indexOf(axis)] as number, width], { halfWidth: Math.sqrt(3 / width) });
  }
  for (let l = 0; l < layers; l++) declareGridLayer(layout, `blocks.${l}.`, options);
  declareLinear(layout, ["head"], width, 1 + (guesses?.values ?? 0));
}

/**
 * Missing entries of a grid from those that are told. Where there are guesses g_k, an entry's answer is what its features x say
 * beside a mean of them: w_0 x + sum_k softmax(w_1 x, ..)_k g_k.
 * @returns a prediction of every entry [B, T, L, M], and the maps of every layer
 */
export function gridNetwork(
  weights: Weights,
  options: GridNetworkOptions,
  { values, visible, guesses, coordinates }: GridInputs,
) {
  const { width } = options;
  const told = where(visible, values, values.tape.scalar(0));
  const entry = (x: Tensor) => reshape(x, [...x.shape, 1]);
  let x = linear(weights, "embed", concat([entry(told), entry(visible), ...(guesses ? [guesses] : [])], 4));
  for (const axis of codedAxes(options.codes)) {
    const shape = [1, 1, 1, 1, width].with(1 + axes.indexOf(axis), -1);
    x = add(x, reshape(weightNamed(weights, `code.${axis}`), shape));
  }
  const maps: Record<Axis, Tensor>[] = [];
  for (let l = 0; l < options.layers; l++) {
    const layer = gridLayer(weights, `blocks.${l}.`, options, { features: x, visible, coordinates });
    x = layer.output;
    maps.push(layer.maps);
  }
  const said = linear(weights, "head", x);
  const count = options.guesses?.values ?? 0;
  const own = reshape(count > 0 ? slice(said, 4, 0, 1) : said, visible.shape);
  if (!guesses || count === 0) return { output: own, maps };
  const shares = softmax(slice(said, 4, 1, 1 + count));
  const mixed = reshape(sum(multiply(shares, slice(guesses, 4, 0, count)), [4]), visible.shape);
  return { output: add(own, mixed), maps };
}
