import { contiguousStrides, type Layout, type Shape } from "../shape.ts";
import type { Operation, Tensor } from "../tape.ts";
import { add, multiply, reciprocalSqrt, square, subtract } from "./elementwise.ts";
import { reshape, slice } from "./movement.ts";
import { mean } from "./reduce.ts";
import { rowKernel } from "./row-kernel.ts";

const EPSILON = 1e-5;

/** Normalised rows, then mean and 1 / sqrt(var + eps) of each row. */
const valuesOperation: Operation = {
  name: "layerNormValues",
  dense: true,
  opaque: true,
  kernel: (node, layouts) => rowKernel("dense/normalise.wgsl", (node.inputs[0] as Tensor).shape, layouts as Layout[]),
};

const inputGradient: Operation = {
  name: "layerNormInputGradient",
  dense: true,
  kernel: (node, layouts) => ({
    ...rowKernel("dense/normalise_gradient.wgsl", node.shape, layouts as Layout[]),
    conditions: { added: node.inputs.length === 5 },
  }),
  // What reaches the input around the norm, in a residual block.
  plus: (node, other) => node.tape.record(inputGradient, [...node.inputs.slice(0, 4), other], node.shape),
};

const affineGradient: Operation = {
  name: "layerNormAffineGradient",
  dense: true,
  kernel: (node, layouts) => {
    const { shape } = node.inputs[0] as Tensor;
    const kernel = rowKernel("dense/normalise_affine_gradient.wgsl", shape, layouts as Layout[]);
    return { ...kernel, workgroups: [shape.at(-1) as number, 1, 1] };
  },
};

const normOperation: Operation = {
  name: "layerNorm",
  view: (node, { offset }) => ({ offset, shape: node.shape, strides: contiguousStrides(node.shape) }),
  vjp: (node, cotangent) => {
    const [values, x, affine] = node.inputs as [Tensor, Tensor, Tensor];
    return [
      null,
      x.tape.record(inputGradient, [x, affine, values, cotangent], x.shape),
      x.tape.record(affineGradient, [x, values, cotangent], affine.shape),
    ];
  },
  decompose: (node) => {
    const [, x, affine] = node.inputs as [Tensor, Tensor, Tensor];
    const last = [x.shape.length - 1];
    const centred = subtract(x, mean(x, last));
    const variance = mean(square(centred), last);
    const y = multiply(centred, reciprocalSqrt(add(variance, x.tape.scalar(EPSILON))));
    const width: Shape = [x.shape.at(-1) as number];
    return add(multiply(y, reshape(slice(affine, 0, 0, 1), width)), reshape(slice(affine, 0, 1, 2), width));
  },
};

/**
 * Layer normalisation of the last axis (biased variance, eps 1e-5), in one kernel.
 * @param x [.., C]
 * @param affine scale and shift, [2, C]
 */
export function layerNorm(x: Tensor, affine: Tensor): Tensor {
  const rows = x.size / (x.shape.at(-1) as number);
  const values = x.tape.record(valuesOperation, [x, affine], [x.size + 2 * rows]);
  return x.tape.record(normOperation, [values, x, affine], x.shape);
}
