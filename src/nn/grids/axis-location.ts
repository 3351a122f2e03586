import type { Activation } from "../../autograd/operations/attention-terms.ts";
import { perHeadNet } from "../../autograd/operations/attention-terms.ts";
import { greater, maximum, multiply, sqrt, square, subtract } from "../../autograd/operations/elementwise.ts";
import { permute, reshape } from "../../autograd/operations/movement.ts";
import { sum } from "../../autograd/operations/reduce.ts";
import type { Tensor } from "../../autograd/tape.ts";
import { lineKernels } from "../../lie/attention-terms.ts";
import { type Weights, weightNamed } from "../linear.ts";
import type { ParameterLayout } from "../parameters.ts";
import { declarePerHeadNet } from "../terms/per-head-net.ts";
import { declareGainedKernel, gainedKernel, type KernelSize } from "../time/stationary.ts";
import type { Axis } from "./axes.ts";

type LineKernel = (typeof lineKernels)[number];

/**
 * What an axis' map sees of two places: nothing, a net of x_a - x_b (translations) or of its length (rigid motions), or a
 * stationary kernel of the line.
 */
export type AxisLocation = "none" | "net" | "distance_net" | LineKernel;

export interface AxisLocationOptions {
  readonly heads: number;
  readonly hidden: number;
  readonly activation: Activation;
  readonly kernelSize: KernelSize;
}

const isKernel = (kind: AxisLocation): kind is LineKernel => (lineKernels as readonly string[]).includes(kind);

/** @param dimension of the places' coordinates */
export function declareAxisLocation(
  layout: ParameterLayout,
  prefix: string,
  axis: Axis,
  kind: AxisLocation,
  { heads, hidden, kernelSize }: AxisLocationOptions,
  dimension: number,
): void {
  if (isKernel(kind)) declareGainedKernel(layout, `${prefix}kernel.${axis}.`, kind, heads, kernelSize);
  else if (kind !== "none") {
    declarePerHeadNet(layout, `${prefix}location.${axis}`, heads, kind === "net" ? dimension : 1, hidden);
  }
}

/** The smallest square that a distance is taken of: places at one point have distance and slope zero. */
const SMALLEST = 1e-30;

/** Scores of places with coordinates [N, D] by where they are: [1, H, N, N], null where the axis has no location term. */
export function axisLocation(
  weights: Weights,
  prefix: string,
  axis: Axis,
  kind: AxisLocation,
  options: AxisLocationOptions,
  coordinates: Tensor,
): Tensor | null {
  if (kind === "none") return null;
  const [count, dimension] = coordinates.shape as [number, number];
  const differences = subtract(
    reshape(coordinates, [1, count, 1, dimension]),
    reshape(coordinates, [1, 1, count, dimension]),
  );
  const headsFirst = (x: Tensor) => permute(x, [0, 3, 1, 2]);
  if (isKernel(kind)) {
    return headsFirst(gainedKernel(weights, `${prefix}kernel.${axis}.`, kind, reshape(differences, [1, count, count])));
  }
  const squared = sum(square(differences), [3]);
  const apart = greater(squared, squared.tape.scalar(SMALLEST));
  const seen = kind === "net" ? differences : multiply(sqrt(maximum(squared, squared.tape.scalar(SMALLEST))), apart);
  return headsFirst(perHeadNet(weightNamed(weights, `${prefix}location.${axis}`), seen, options));
}
