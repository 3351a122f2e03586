import { add, scale } from "../../autograd/operations/elementwise.ts";
import { reshape, slice } from "../../autograd/operations/movement.ts";
import { max } from "../../autograd/operations/reduce.ts";
import { softmax } from "../../autograd/operations/softmax.ts";
import type { Tensor } from "../../autograd/tape.ts";
import { declareLinear, linear, type Weights } from "../linear.ts";
import type { ParameterLayout } from "../parameters.ts";
import { type Axis, axes, mixAlong, scoresAlong, withoutAbsent } from "./axes.ts";
import { type AxisLocation, type AxisLocationOptions, axisLocation, declareAxisLocation } from "./axis-location.ts";

export interface GridAttentionOptions extends AxisLocationOptions {
  readonly width: number;
  readonly location: Readonly<Record<Axis, AxisLocation>>;
  /** Coordinates of a station. */
  readonly dimension: number;
  /** Whether a place of an axis without a visible entry is no key of that axis. */
  readonly maskSlices: boolean;
}

/** Coordinates of the places of an axis, [N, D]; measurements have none. */
export interface Coordinates {
  readonly time: Tensor;
  readonly station: Tensor;
}

/** @throws Error if measurements are given a location term: they lie nowhere */
export function declareGridAttention(layout: ParameterLayout, prefix: string, options: GridAttentionOptions): void {
  if (options.location.measurement !== "none") throw new Error("Measurements have no coordinates, and so no location.");
  const { width } = options;
  const maps = axes.flatMap((axis) => [`${prefix}query.${axis}`, `${prefix}key.${axis}`]);
  declareLinear(layout, [...maps, `${prefix}value`], width, width);
  for (const axis of axes) {
    declareAxisLocation(layout, prefix, axis, options.location[axis], options, axis === "time" ? 1 : options.dimension);
  }
  declareLinear(layout, [`${prefix}output`], width, width);
}

/** Whether a place of an axis has a visible entry, [B, N]; visible [B, T, L, M]. */
function placesSeen(visible: Tensor, axis: Axis): Tensor {
  const others = [1, 2, 3].filter((k) => k !== 1 + axes.indexOf(axis));
  return reshape(max(visible, others), [visible.shape[0] as number, -1]);
}

/**
 * Cross-dimensional self-attention, decomposed (Ma et al., 2019; `docs/neighbours.md`, 5.2): an attention map an axis, each of
 * the whole grid, applied one after the other to the same values. That is attention with the Kronecker product of the maps,
 * so their order does not matter.
 * @param features [B, T, L, M, C]
 * @param visible [B, T, L, M]
 * @returns the output [B, T, L, M, C] and the maps [B, H, N, N], a row attends
 */
export function gridAttention(
  weights: Weights,
  prefix: string,
  options: GridAttentionOptions,
  { features, visible, coordinates }: { features: Tensor; visible: Tensor; coordinates: Coordinates },
): { readonly output: Tensor; readonly maps: Readonly<Record<Axis, Tensor>> } {
  const { heads, width } = options;
  const grid = features.shape.slice(0, 4) as [number, number, number, number];
  const depth = width / heads;
  const packed = linear(weights, `${prefix}query.${axes[0]}`, features);
  const piece = (k: number) => reshape(slice(packed, 4, k * width, (k + 1) * width), [...grid, heads, depth]);
  const mapOf = (axis: Axis, k: number): Tensor => {
    const others = grid.reduce((a, b) => a * b, 1) / (grid[0] * (grid[k + 1] as number));
    const content = scale(scoresAlong(piece(2 * k), piece(2 * k + 1), axis), 1 / Math.sqrt(others * depth));
    const place =
      axis === "measurement"
        ? null
        : axisLocation(weights, prefix, axis, options.location[axis], options, coordinates[axis]);
    const scores = place ? add(content, place) : content;
    return softmax(options.maskSlices ? withoutAbsent(scores, placesSeen(visible, axis)) : scores);
  };
  const maps = Object.fromEntries(axes.map((axis, k) => [axis, mapOf(axis, k)])) as Record<Axis, Tensor>;
  const mixed = axes.reduce((x, axis) => mixAlong(maps[axis], x, axis), piece(2 * axes.length));
  return { output: linear(weights, `${prefix}output`, reshape(mixed, [...grid, width])), maps };
}
