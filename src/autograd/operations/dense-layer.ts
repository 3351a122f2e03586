import type { Layout } from "../shape.ts";
import type { Kernel, Operation, Tensor } from "../tape.ts";
import { type Activation, activations } from "./attention-terms.ts";
import { add } from "./elementwise.ts";
import { layerNormGradients, layerNormInputs, normalisedRows } from "./layer-norm.ts";
import { productKernel } from "./matmul.ts";
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

/** Weights W^T [in, outs] of a packed layer, and what its bias adds to the product's constants. */
function unpacked({ offset, shape: [size], strides: [stride] }: Layout, inner: number) {
  const step = stride as number;
  const columns = (size as number) / (inner + 1);
  return {
    columns,
    weight: { offset, shape: [inner, columns], strides: [step, inner * step] },
    bias: { BIAS_OFFSET: offset + inner * columns * step, BIAS_STRIDE: step },
  };
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
const valuesOperation: Operation<Attributes> = {
  name: "denseValues",
  opaque: true,
  kernel: (node, layouts) => {
    const attributes = node.attributes;
    const { activation } = attributes;
    const { x, packed, affine, residual } = parts(layouts, attributes);
    const [rows, inner] = x.shape as [number, number];
    const { columns, weight, bias } = unpacked(packed, inner);
    const kernel = withExtras(productKernel(node.tape.variants, x, weight, [rows, columns]), { affine, residual });
    return {
      ...kernel,
      constants: { ...kernel.constants, ...bias },
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
  /** Slopes to multiply the cotangent with come after the first two inputs. */
  readonly sloped: boolean;
  /** Whether the bias takes part; it does not in derivatives of derivatives by the input. */
  readonly bias: boolean;
}

const plain = (bias: boolean): GradientAttributes => ({ sloped: false, bias });

/** Only what a decomposed layer records is differentiated again; products with norms, slopes and factors are not. */
function plainInputs({ inputs, operation }: Tensor): [Tensor, Tensor] {
  if (inputs.length > 2) throw new Error(`Operation ${operation.name} with ${inputs.length} inputs has no derivative.`);
  return inputs as unknown as [Tensor, Tensor];
}

/**
 * x W^T + b, or x W^T. This, `weightGradient` and `inputGradient` are bilinear, and each one's derivatives are among
 * the three: a layer made of them can be differentiated as often as wanted.
 */
const affine: Operation<GradientAttributes> = {
  name: "affine",
  kernel: (node, layouts) => {
    const [x, packed] = layouts as [Layout, Layout];
    const { weight, bias } = unpacked(packed, x.shape[1] as number);
    const kernel = productKernel(node.tape.variants, x, weight, node.shape as [number, number]);
    return {
      ...kernel,
      label: `affine ${kernel.label}`,
      constants: { ...kernel.constants, ...bias },
      conditions: { ...kernel.conditions, bias: node.attributes.bias },
    };
  },
  vjp: (node, cotangent) => {
    const [x, packed] = plainInputs(node);
    const { bias } = node.attributes;
    return [
      node.tape.record(inputGradient, [cotangent, packed], x.shape, plain(bias)),
      node.tape.record(weightGradient, [cotangent, x], packed.shape, plain(bias)),
    ];
  },
};

/** (da * slopes)^T x, x normalised where its norm is given, then sums of da * slopes: gradient of packed weights. */
const weightGradient: Operation<GradientAttributes> = {
  name: "denseWeightGradient",
  vjp: (node, cotangent) => {
    const [da, x] = plainInputs(node);
    const { bias } = node.attributes;
    return [
      node.tape.record(affine, [x, cotangent], da.shape, plain(bias)),
      node.tape.record(inputGradient, [da, cotangent], x.shape, plain(bias)),
    ];
  },
  kernel: (node, layouts) => {
    const [da, x, ...rest] = layouts as [Layout, Layout];
    const { sloped, bias } = node.attributes;
    const slopes = sloped ? rest.shift() : undefined;
    const [norm, statistics] = rest as Layout[];
    const factors = slopes && turned(slopes);
    const size: [number, number] = [da.shape[1] as number, x.shape[1] as number];
    const kernel = productKernel(node.tape.variants, turned(da), x, size, factors);
    const whole = withExtras(kernel, { slopes: factors, affine: norm, statistics });
    return { ...whole, conditions: { ...whole.conditions, summed: bias, unsummed: !bias } };
  },
};

/** (da * slopes) W, times a factor where one is given: the cotangent of the layer's input [R, in]. */
const inputGradient: Operation<GradientAttributes> = {
  name: "denseInputGradient",
  vjp: (node, cotangent) => {
    const [da, packed] = plainInputs(node);
    return [
      node.tape.record(affine, [cotangent, packed], da.shape, plain(false)),
      node.tape.record(weightGradient, [da, cotangent], packed.shape, plain(false)),
    ];
  },
  kernel: (node, layouts) => {
    const [da, packed, ...rest] = layouts as [Layout, Layout];
    const slopes = node.attributes.sloped ? rest.shift() : undefined;
    const [factor] = rest as Layout[];
    const { weight } = unpacked(packed, node.shape[1] as number);
    const kernel = productKernel(node.tape.variants, da, turned(weight), node.shape as [number, number], slopes);
    return withExtras(kernel, { slopes, factor });
  },
};

/** The cotangent of an activation's argument: slopes to multiply with, unless the product that makes it did so. */
function throughActivation(cotangent: Tensor, slopes: Tensor): { da: Tensor; slopes: Tensor[] } {
  const { operation, inputs, shape, attributes, tape } = cotangent;
  if (operation !== inputGradient) return { da: cotangent, slopes: [slopes] };
  return { da: tape.record(inputGradient, [...inputs, slopes], shape, attributes), slopes: [] };
}

const layerOperation: Operation<Attributes> = {
  name: "denseLayer",
  view: (node, { offset }) => {
    const { activation } = node.attributes;
    return { offset: offset + (activation ? node.size : 0), shape: node.shape, strides: [node.shape[1] as number, 1] };
  },
  vjp: (node, cotangent) => {
    const attributes = node.attributes;
    const [values, ...inputs] = node.inputs as [Tensor, ...Tensor[]];
    const { x, packed, affine: norm } = parts(inputs, attributes);
    const { tape } = x;
    const tables = attributes.activation ? 2 : 1;
    const { da, slopes } = attributes.activation
      ? throughActivation(cotangent, reshape(slice(values, 0, 0, node.size), node.shape))
      : { da: cotangent, slopes: [] };
    const sloped: GradientAttributes = { sloped: slopes.length > 0, bias: true };
    const dx = tape.record(inputGradient, [da, packed, ...slopes], x.shape, sloped);
    const statistics = norm && slice(values, 0, tables * node.size, values.size);
    const normed = norm && statistics ? [norm, statistics] : [];
    const dw = tape.record(weightGradient, [da, x, ...slopes, ...normed], packed.shape, sloped);
    if (!norm || !statistics) return [null, dx, dw, cotangent];
    const through = layerNormGradients(x, norm, statistics, dx);
    return [null, through.input, dw, through.affine, cotangent];
  },
  decompose: (node) => {
    const attributes = node.attributes;
    const {
      x,
      packed,
      affine: norm,
      residual,
    } = parts(node.inputs.slice(1), attributes) as Record<string, Tensor> & {
      x: Tensor;
      packed: Tensor;
    };
    const sum = node.tape.record(affine, [norm ? normalisedRows(x, norm) : x, packed], node.shape, plain(true));
    const y = attributes.activation ? activations[attributes.activation](sum) : sum;
    return residual ? add(y, residual) : y;
  },
};

/**
 * Dense layer in one kernel: activation(x W^T + b) + residual. Where x is a layer norm, its rows are normalised as they
 * are read.
 * @param x [R, in]
 * @param packed weights W [outs, in], then biases [outs], flat
 * @returns [R, outs]
 */
export function denseLayer(
  x: Tensor,
  packed: Tensor,
  { activation = null, residual }: { activation?: Activation | null; residual?: Tensor | undefined } = {},
): Tensor {
  const [rows, input] = x.shape as [number, number];
  const shape = [rows, packed.size / (input + 1)];
  const norm = layerNormInputs(x);
  const attributes: Attributes = { activation, normed: norm !== null, residual: residual !== undefined };
  const inputs = [norm?.x ?? x, packed, ...(norm ? [norm.affine] : []), ...(residual ? [residual] : [])];
  const size = rows * (shape[1] as number) * (activation ? 2 : 1) + (norm ? 2 * rows : 0);
  const values = x.tape.record(valuesOperation, inputs, [size], attributes);
  return x.tape.record(layerOperation, [values, ...inputs], shape, attributes);
}
