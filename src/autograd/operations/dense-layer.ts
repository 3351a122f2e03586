import type { Layout } from "../shape.ts";
import type { Operation, Tensor } from "../tape.ts";
import { type Activation, activations } from "./attention-terms.ts";
import { add, greater, multiply, sigmoid, swishSlope } from "./elementwise.ts";
import { matmul, productKernel, transpose } from "./matmul.ts";
import { reshape, slice } from "./movement.ts";

interface Attributes {
  readonly activation: Activation | null;
}

/** Derivative of an activation at the values before it. */
const slopes: Record<Activation, (x: Tensor) => Tensor> = {
  swish: swishSlope,
  relu: (x) => greater(x, x.tape.scalar(0)),
  softplus: sigmoid,
};

/** Values before the activation, where there is one, and after it: [1 or 2, R, outs]. */
const valuesOperation: Operation = {
  name: "denseValues",
  opaque: true,
  kernel: (node, layouts) => {
    const { activation } = node.attributes as Attributes;
    const [x, packed, residual] = layouts as [Layout, Layout, Layout | undefined];
    const [, rows, columns] = node.shape as [number, number, number];
    const inner = x.shape[1] as number;
    const [across, along] = packed.strides as [number, number];
    const weight: Layout = { offset: packed.offset, shape: [inner, columns], strides: [along, across] };
    const kernel = productKernel(node.tape.target, x, weight, [rows, columns]);
    const place = residual && {
      R_OFFSET: residual.offset,
      R_ROW: residual.strides[0] as number,
      R_COLUMN: residual.strides[1] as number,
    };
    return {
      ...kernel,
      label: `dense ${rows}x${inner}x${columns} ${activation ?? ""}`,
      constants: { ...kernel.constants, ...place },
      conditions: {
        bias: true,
        residual: residual !== undefined,
        activated: activation !== null,
        ones: false,
        lanes1: true,
        ...Object.fromEntries(Object.keys(activations).map((name) => [name, name === activation])),
      },
    };
  },
};

/** da^T [x 1]: gradient of packed weights [outs, in + 1]. */
const gradientOperation: Operation = {
  name: "denseGradient",
  kernel: (node, layouts) => {
    const [da, x] = layouts as [Layout, Layout];
    const [rows, columns] = node.shape as [number, number];
    const turned: Layout = { offset: da.offset, shape: [...da.shape].reverse(), strides: [...da.strides].reverse() };
    const kernel = productKernel(node.tape.target, turned, x, [rows, columns]);
    return { ...kernel, label: `${kernel.label} ones`, conditions: { ...kernel.conditions, ones: true } };
  },
};

const layerOperation: Operation = {
  name: "denseLayer",
  view: (node, { offset, strides }) => {
    const { activation } = node.attributes as Attributes;
    const [first, ...rest] = strides as [number, number, number];
    return { offset: offset + (activation ? first : 0), shape: node.shape, strides: rest };
  },
  vjp: (node, cotangent) => {
    const { activation } = node.attributes as Attributes;
    const [values, x, packed] = node.inputs as [Tensor, Tensor, Tensor];
    const inner = x.shape[1] as number;
    const before = activation && reshape(slice(values, 0, 0, 1), node.shape);
    const da = before ? multiply(cotangent, slopes[activation](before)) : cotangent;
    const dx = matmul(da, slice(packed, 1, 0, inner));
    return [null, dx, x.tape.record(gradientOperation, [da, x], packed.shape), cotangent];
  },
  decompose: (node) => {
    const { activation } = node.attributes as Attributes;
    const [, x, packed, residual] = node.inputs as [Tensor, Tensor, Tensor, Tensor | undefined];
    const inner = x.shape[1] as number;
    const bias = reshape(slice(packed, 1, inner, inner + 1), [packed.shape[0] as number]);
    const sum = add(matmul(x, transpose(slice(packed, 1, 0, inner))), bias);
    const y = activation ? activations[activation](sum) : sum;
    return residual ? add(y, residual) : y;
  },
};

/**
 * Dense layer in one kernel: activation(x W^T + b) + residual.
 * @param x [R, in]
 * @param packed each row of W [outs, in] with its bias behind it, [outs, in + 1]
 * @returns [R, outs]
 */
export function denseLayer(
  x: Tensor,
  packed: Tensor,
  { activation = null, residual }: { activation?: Activation | null; residual?: Tensor | undefined } = {},
): Tensor {
  const shape = [x.shape[0] as number, packed.shape[0] as number];
  const inputs = residual ? [x, packed, residual] : [x, packed];
  const attributes: Attributes = { activation };
  const values = x.tape.record(valuesOperation, inputs, [activation ? 2 : 1, ...shape], attributes);
  return x.tape.record(layerOperation, [values, ...inputs], shape, attributes);
}
