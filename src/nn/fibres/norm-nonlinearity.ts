import {
  add,
  greater,
  multiply,
  reciprocalSqrt,
  relu,
  sqrt,
  square,
  where,
} from "../../autograd/operations/elementwise.ts";
import { reshape } from "../../autograd/operations/movement.ts";
import { sum } from "../../autograd/operations/reduce.ts";
import type { Tensor } from "../../autograd/tape.ts";
import { declareLayerNorm, layerNorm } from "../layer-norm.ts";
import { type Weights, weightNamed } from "../linear.ts";
import type { ParameterLayout } from "../parameters.ts";
import { type Fibre, type FibreShape, mapFibre } from "./fibre.ts";

/** What a channel's norm is made of before the ReLU: a bias added, or normalised over the channels (neighbours 1.6). */
export type NormKind = "bias" | "layer";

export function declareNormNonlinearity(
  layout: ParameterLayout,
  prefix: string,
  kind: NormKind,
  shape: FibreShape,
): void {
  for (const [l, channels] of shape) {
    // N(0, 1) in the published code: a uniform one of the same variance.
    if (kind === "bias") layout.add(`${prefix}${l}.bias`, [channels], { halfWidth: Math.sqrt(3) });
    else declareLayerNorm(layout, `${prefix}${l}`, channels);
  }
}

/** Squared length below which a vector counts as zero: in float32 the slopes of a shorter one would overflow. */
const SMALLEST = 1e-20;

/** v -> g(|v|) v / |v| of every channel, g a ReLU of the norm. A zero vector stays zero, with zero derivative. */
export function normNonlinearity(weights: Weights, prefix: string, kind: NormKind, fibre: Fibre): Fibre {
  const gated = (v: Tensor, l: number): Tensor => {
    const { tape } = v;
    const [zero, one] = [tape.scalar(0), tape.scalar(1)];
    const squared = sum(square(v), [2]);
    const some = greater(squared, tape.scalar(SMALLEST));
    const safe = where(some, squared, one);
    const norm = where(some, sqrt(safe), zero);
    const [batch, nodes, , channels] = v.shape as [number, number, number, number];
    const name = `${prefix}${l}`;
    const g =
      kind === "bias"
        ? relu(add(norm, weightNamed(weights, `${name}.bias`)))
        : relu(reshape(layerNorm(weights, name, reshape(norm, [batch, nodes, channels])), norm.shape));
    return multiply(v, where(some, multiply(g, reciprocalSqrt(safe)), zero));
  };
  return mapFibre(fibre, gated);
}
