import type { Layout } from "../shape.ts";
import type { Operation, Tensor } from "../tape.ts";
import { add, multiply, reciprocalSqrt, square, subtract } from "./elementwise.ts";
import { mean } from "./reduce.ts";
import { rowKernel } from "./row-kernel.ts";

const EPSILON = 1e-5;

/** (x - mean) / sqrt(var + eps) over the last axis, from operations that differentiate to any order. */
function decomposed(x: Tensor): Tensor {
  const last = [x.shape.length - 1];
  const centred = subtract(x, mean(x, last));
  const variance = mean(square(centred), last);
  return multiply(centred, reciprocalSqrt(add(variance, x.tape.scalar(EPSILON))));
}

const normaliseGradient: Operation = {
  name: "normaliseGradient",
  dense: true,
  kernel: (node, layouts) => rowKernel("dense/normalise_gradient.wgsl", node.shape, layouts as Layout[]),
};

const normaliseOperation: Operation = {
  name: "normalise",
  dense: true,
  kernel: (node, layouts) => rowKernel("dense/normalise.wgsl", node.shape, layouts as Layout[]),
  vjp: (node, cotangent) => [node.tape.record(normaliseGradient, [node.inputs[0] as Tensor, cotangent], node.shape)],
  decompose: (node) => decomposed(node.inputs[0] as Tensor),
};

/** Layer normalisation of the last axis (biased variance, eps 1e-5), without scale and shift. */
export const normalise = (x: Tensor): Tensor => x.tape.record(normaliseOperation, [x], x.shape);
