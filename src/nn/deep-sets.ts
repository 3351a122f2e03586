import { concat } from "../autograd/operations/concat.ts";
import { add, exp, negate, scale, sqrt, square, subtract, where } from "../autograd/operations/elementwise.ts";
import { matmul } from "../autograd/operations/matmul.ts";
import { permute, reshape } from "../autograd/operations/movement.ts";
import { sum } from "../autograd/operations/reduce.ts";
import type { Tensor } from "../autograd/tape.ts";
import { declareLinear, linear, type Weights } from "./linear.ts";
import type { ParameterLayout } from "./parameters.ts";
import { poolings } from "./pooling/overall.ts";

/** Deep Sets (Zaheer et al., 2017) of points that see the others by distance alone, so that no motion changes them. */
export interface DeepSetsOptions {
  readonly layers: number;
  readonly width: number;
  /** Numbers a point besides its place. */
  readonly inputs: number;
  readonly outputs: number;
}

/** Gaussians over distances: how many, and where the last one stands; each reaches to the next. */
const GAUSSIANS = 16;
const FARTHEST = 6;
const APART = FARTHEST / (GAUSSIANS - 1);
const centres = Array.from({ length: GAUSSIANS }, (_, k) => k * APART);

export function declareDeepSets(layout: ParameterLayout, { layers, width, inputs, outputs }: DeepSetsOptions): void {
  declareLinear(layout, ["embed"], inputs * (GAUSSIANS + 1), width);
  for (let l = 0; l < layers; l++) declareLinear(layout, [`layers.${l}`], width, width);
  declareLinear(layout, ["pooled"], width, width);
  declareLinear(layout, ["head"], width, outputs);
}

/** Sums over the other points of their features, at each distance: [B, n, G F]. */
function seenByDistance(points: Tensor, features: Tensor, mask: Tensor): Tensor {
  const { tape } = points;
  const [batch, count, dimension] = points.shape as [number, number, number];
  const width = features.shape[2] as number;
  const apart = subtract(reshape(points, [batch, count, 1, dimension]), reshape(points, [batch, 1, count, dimension]));
  // A point is at no distance from itself, where a root has no slope.
  const distance = sqrt(add(sum(square(apart), [3]), tape.scalar(1e-6)));
  const steps = subtract(reshape(distance, [batch, count, count, 1]), tape.constant(centres, [1, 1, 1, GAUSSIANS]));
  const near = exp(negate(square(scale(steps, 1 / APART))));
  const others = where(reshape(mask, [batch, 1, count, 1]), near, tape.scalar(0));
  const rows = reshape(permute(others, [0, 1, 3, 2]), [batch, count * GAUSSIANS, count]);
  return reshape(matmul(rows, features), [batch, count, GAUSSIANS * width]);
}

/** Of points [B, n, d], features [B, n, F] and mask [B, n]: outputs [B, O], and features after each layer. */
export function deepSets(
  weights: Weights,
  { layers }: DeepSetsOptions,
  points: Tensor,
  features: Tensor,
  mask: Tensor,
): { readonly output: Tensor; readonly states: readonly Tensor[] } {
  const [batch, count] = points.shape as [number, number, number];
  const present = reshape(mask, [batch, count, 1]);
  const there = (x: Tensor) => where(present, x, x.tape.scalar(0));
  // Slots without a point may hold anything, and reach no gradient.
  const told = there(features);
  const seen = there(seenByDistance(there(points), told, mask));
  let x = linear(weights, "embed", concat([told, seen], 2), { activation: "swish" });
  const states: Tensor[] = [];
  for (let l = 0; l < layers; l++) {
    x = linear(weights, `layers.${l}`, x, { activation: "swish", residual: x });
    states.push(x);
  }
  const pooled = linear(weights, "pooled", poolings.mean(x, present), { activation: "swish" });
  return { output: linear(weights, "head", pooled), states };
}
