import type { Layout } from "../shape.ts";
import type { Kernel, Operation, Tensor } from "../tape.ts";
import { type Activation, activations } from "./attention-terms.ts";
import { add } from "./elementwise.ts";
import { layerNormGradients, layerNormInputs, normalisedRows } from "./layer-norm.ts";
import { matmul, productKernel, transpose } from "./matmul.ts";
import { reshape, slice } from "./movement.ts";

interface Attributes {
  readonly activation: Activation | null;
  readonly residual: boolean;
  readonly normed: boolean;
}

/** Operands that a product may have besides A and B, in the order of their bindings. */
interface Extras {
  /** A is multiplied by it. */
  readonly slopes?: Layout | undefined;
  /** Scale and shift of the rows' norm; with statistics they belong to B, else to A, whose statistics are then made. */
  readonly affine?: Layout | undefined;
  readonly statistics?: Layout | undefined;
  readonly residual?: Layout | undefined;
  /** The product is multiplied by it. */
  readonly factor?: Layout | undefined;
}

function withExtras(kernel: Kernel, { slopes, affine, statistics, residual, factor }: Extras): Kernel {
  const constants: Record<string, number> = { ...kernel.constants };
  const place = (letter: string, layout: Layout | undefined, inner: string) => {
    if (!layout) return;
    constants[`${letter}_OFFSET`] = layout.offset;
    constants[`${letter}_ROW`] = layout.strides[0] as number;
    constants[`${letter}_${inner}`] = layout.strides[1] as number;
  };
  place("S", slopes, "INNER");
  place("E", residual ?? factor, "COLUMN");
  if (affine) constants.NORM_OFFSET = affine.offset;
  if (statistics) constants.STATISTICS_OFFSET = statistics.offset;
  const conditions = {
    ...kernel.conditions,
    a_sloped: slopes !== undefined,
    a_normed: affine !== undefined && statistics === undefined,
    b_normed: statistics !== undefined,
    residual: residual !== undefined,
    sloped: factor !== undefined,
  };
  const words = Object.entries(conditions).filter(([, on]) => on);
  return { ...kernel, label: [kernel.label, ...words.map(([word]) => word)].join(" "), constants, conditions };
}

const turned = ({ offset, shape, strides }: Layout): Layout => ({
  offset,
  shape: [...shape].reverse(),
  strides: [...strides].reverse(),
});

/** Inputs x, packed and, where there are such, the norm's scale and shift, and the residual. */
function parts<T>(inputs: readonly T[], { normed, residual }: Attributes) {
  const [x, packed] = inputs as [T, T];
  return { x, packed, affine: normed ? inputs[2] : undefined, residual: residual ? inputs.at(-1) : undefined };
}

/** Slopes of the activation, where there is one, values, and statistics of the norm, where there is one. */
const valuesOperation: Operation = {
  name: "denseValues",
  opaque: true,
  kernel: (node, layouts) => {
    const attributes = node.attributes as Attributes;
    const { activation } = attributes;
    const { x, packed, affine, residual } = parts(layouts, attributes);
    const [rows, inner] = x.shape as [number, number];
    const columns = packed.shape[0] as number;
    const weight = turned({ ...packed, shape: [columns, inner] });
    const kernel = withExtras(productKernel(node.tape.variants, x, weight, [rows, columns]), { affine, residual });
    return {
      ...kernel,
      label: `dense ${kernel.label} ${activation ?? ""}`,
      conditions: {
        ...kernel.conditions,
        ...Object.fromEntries(Object.keys(activations).map((name) => [name, name === activation])),
        bias: true,
        activated: activation !== null,
        lanes1: true,
      },
    };
  },
};

interface GradientAttributes {
  readonly sloped: boolean;
}

/** (da * slopes)^T [x 1], x normalised where its norm is given: gradient of packed weights [outs, in + 1]. */
const weightGradient: Operation = {
  name: "denseWeightGradient",
  kernel: (node, layouts) => {
    const [da, x, ...rest] = layouts as [Layout, Layout];
    const slopes = (node.attributes as GradientAttributes).sloped ? rest.shift() : undefined;
    const [affine, statistics] = rest as Layout[];
    const kernel = productKernel(node.tape.variants, turned(da), x, node.shape as [number, number]);
    const whole = withExtras(kernel, { slopes: slopes && turned(slopes), affine, statistics });
    return { ...whole, label: `${whole.label} ones`, conditions: { ...whole.conditions, ones: true } };
  },
};

/** (da * slopes) W, times a factor where one is given: the cotangent of the layer's input [R, in]. */
const inputGradient: Operation = {
  name: "denseInputGradient",
  kernel: (node, layouts) => {
    const [da, packed, ...rest] = layouts as [Layout, Layout];
    const slopes = (node.attributes as GradientAttributes).sloped ? rest.shift() : undefined;
    const [factor] = rest as Layout[];
    const weight: Layout = { ...packed, shape: [packed.shape[0] as number, node.shape[1] as number] };
    const kernel = productKernel(node.tape.variants, da, weight, node.shape as [number, number]);
    return withExtras(kernel, { slopes, factor });
  },
};

/** The cotangent of an activation's argument: slopes to multiply with, unless the product that makes it did so. */
function throughActivation(cotangent: Tensor, slopes: Tensor): { da: Tensor; slopes: Tensor[] } {
  const { operation, inputs, shape, attributes, tape } = cotangent;
  if (operation !== inputGradient) return { da: cotangent, slopes: [slopes] };
  return { da: tape.record(inputGradient, [...inputs, slopes], shape, attributes), slopes: [] };
}

const layerOperation: Operation = {
  name: "denseLayer",
  view: (node, { offset }) => {
    const { activation } = node.attributes as Attributes;
    return { offset: offset + (activation ? node.size : 0), shape: node.shape, strides: [node.shape[1] as number, 1] };
  },
  vjp: (node, cotangent) => {
    const attributes = node.attributes as Attributes;
    const [values, ...inputs] = node.inputs as [Tensor, ...Tensor[]];
    const { x, packed, affine } = parts(inputs, attributes);
    const { tape } = x;
    const tables = attributes.activation ? 2 : 1;
    const { da, slopes } = attributes.activation
      ? throughActivation(cotangent, reshape(slice(values, 0, 0, node.size), node.shape))
      : { da: cotangent, slopes: [] };
    const sloped: GradientAttributes = { sloped: slopes.length > 0 };
    const dx = tape.record(inputGradient, [da, packed, ...slopes], x.shape, sloped);
    const statistics = affine && slice(values, 0, tables * node.size, values.size);
    const norm = affine && statistics ? [affine, statistics] : [];
    const dw = tape.record(weightGradient, [da, x, ...slopes, ...norm], packed.shape, sloped);
    if (!affine || !statistics) return [null, dx, dw, cotangent];
    const through = layerNormGradients(x, affine, statistics, dx);
    return [null, through.input, dw, through.affine, cotangent];
  },
  decompose: (node) => {
    const attributes = node.attributes as Attributes;
    const { x, packed, affine, residual } = parts(node.inputs.slice(1), attributes) as Record<string, Tensor> & {
      x: Tensor;
      packed: Tensor;
    };
    const inner = x.shape[1] as number;
    const bias = reshape(slice(packed, 1, inner, inner + 1), [packed.shape[0] as number]);
    const rows = affine ? normalisedRows(x, affine) : x;
    const sum = add(matmul(rows, transpose(slice(packed, 1, 0, inner))), bias);
    const y = attributes.activation ? activations[attributes.activation](sum) : sum;
    return residual ? add(y, residual) : y;
  },
};

/**
 * Dense layer in one kernel: activation(x W^T + b) + residual. Where x is a layer norm, its rows are normalised as they
 * are read.
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
  const norm = layerNormInputs(x);
  const attributes: Attributes = { activation, normed: norm !== null, residual: residual !== undefined };
  const inputs = [norm?.x ?? x, packed, ...(norm ? [norm.affine] : []), ...(residual ? [residual] : [])];
  const rows = shape[0] as number;
  const size = rows * (shape[1] as number) * (activation ? 2 : 1) + (norm ? 2 * rows : 0);
  const values = x.tape.record(valuesOperation, inputs, [size], attributes);
  return x.tape.record(layerOperation, [values, ...inputs], shape, attributes);
}
