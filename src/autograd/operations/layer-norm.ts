import { gradients } from "../gradients.ts";
import { contiguousStrides, type Layout, type Shape } from "../shape.ts";
import type { Kernel, Operation, Tensor } from "../tape.ts";
import { add, multiply, reciprocalSqrt, square, subtract } from "./elementwise.ts";
import { reshape, slice } from "./movement.ts";
import { mean } from "./reduce.ts";
import { rowKernel, sharedRowKernel } from "./row-kernel.ts";

const EPSILON = 1e-5;

/** A kernel over the rows of a norm's input, its first one. */
function normKernel({ tape, inputs }: Tensor, module: string, layouts: readonly Layout[]): Kernel {
  const { shape } = inputs[0] as Tensor;
  return sharedRowKernel(tape.variants, module, shape, layouts, (workload) => {
    const x = workload.input("x", shape);
    const affine = workload.input("affine", [2, shape.at(-1) as number]);
    const y = layerNorm(x, affine);
    return { y, dx: gradients(y, [x])[0] as Tensor };
  });
}

/** Normalised rows, then mean and 1 / sqrt(var + eps) of each row. */
const valuesOperation: Operation = {
  name: "layerNormValues",
  dense: true,
  opaque: true,
  kernel: (node, layouts) => normKernel(node, "dense/normalise.wgsl", layouts as Layout[]),
};

const inputGradient: Operation = {
  name: "layerNormInputGradient",
  dense: true,
  kernel: (node, layouts) => {
    const kernel = normKernel(node, "dense/normalise_gradient.wgsl", layouts as Layout[]);
    return { ...kernel, conditions: { ...kernel.conditions, added: node.inputs.length === 5 } };
  },
  // What reaches the input around the norm, in a residual block.
  plus: (node, other) => {
    const added = node.inputs[4];
    const inputs = [...node.inputs.slice(0, 4), added ? add(added, other) : other];
    return node.tape.record(inputGradient, inputs, node.shape);
  },
};

/** Neighbouring columns of a workgroup: enough for coalesced reads, few enough for many workgroups. */
const SIDE = 4;

const affineGradient: Operation = {
  name: "layerNormAffineGradient",
  dense: true,
  kernel: (node, layouts) => {
    const { shape } = node.inputs[0] as Tensor;
    const { constants, ...kernel } = rowKernel("dense/normalise_affine_gradient.wgsl", shape, layouts as Layout[]);
    const workgroups = [Math.ceil((shape.at(-1) as number) / SIDE), 1, 1] as const;
    return { ...kernel, constants: { ...constants, SIDE }, workgroups };
  },
};

/** Cotangents of input and [scale, shift]; `statistics` holds mean and 1 / sqrt(var + eps) of each row. */
export function layerNormGradients(x: Tensor, affine: Tensor, statistics: Tensor, cotangent: Tensor) {
  return {
    input: x.tape.record(inputGradient, [x, affine, statistics, cotangent], x.shape),
    affine: x.tape.record(affineGradient, [x, statistics, cotangent], affine.shape),
  };
}

/** The same from operations that can be differentiated again. */
export function normalisedRows(x: Tensor, affine: Tensor): Tensor {
  const last = [x.shape.length - 1];
  const centred = subtract(x, mean(x, last));
  const variance = mean(square(centred), last);
  const y = multiply(centred, reciprocalSqrt(add(variance, x.tape.scalar(EPSILON))));
  const width: Shape = [x.shape.at(-1) as number];
  return add(multiply(y, reshape(slice(affine, 0, 0, 1), width)), reshape(slice(affine, 0, 1, 2), width));
}

const normOperation: Operation = {
  name: "layerNorm",
  transparent: true,
  view: (node, { offset }) => ({ offset, shape: node.shape, strides: contiguousStrides(node.shape) }),
  vjp: (node, cotangent) => {
    const [values, x, affine] = node.inputs as [Tensor, Tensor, Tensor];
    const through = layerNormGradients(x, affine, slice(values, 0, x.size, values.size), cotangent);
    return [null, through.input, through.affine];
  },
  decompose: (node) => normalisedRows(node.inputs[1] as Tensor, node.inputs[2] as Tensor),
};

/** What a layer norm normalises, where `rows` is one: its reader may do so by itself. */
export function layerNormInputs(rows: Tensor): { x: Tensor; affine: Tensor } | null {
  const [, x, affine] = rows.inputs as [Tensor, Tensor, Tensor];
  return rows.operation === normOperation ? { x, affine } : null;
}

/**
 * Layer normalisation of the last axis (biased variance, eps 1e-5), in one kernel.
 * @param x [.., C]
 * @param affine scale and shift, [2, C]
 */
export function layerNorm(x: Tensor, affine: Tensor): Tensor {
  const columns = x.shape.at(-1) as number;
  const rows = x.size / columns;
  const flat = reshape(x, [rows, columns]);
  const values = x.tape.record(valuesOperation, [flat, affine], [x.size + 2 * rows]);
  return reshape(x.tape.record(normOperation, [values, flat, affine], flat.shape), x.shape);
}
