import { sizeClass, type Tunable } from "../../gpu/variants.ts";
import { gradients } from "../gradients.ts";
import { contiguousStrides, type Layout, type Shape, sizeOf } from "../shape.ts";
import type { Kernel, Node, Operation, Tape, Tensor } from "../tape.ts";
import type { Workload } from "../tuner.ts";
import { type FusedLocation, fusedLocation, type LocationOptions } from "./attention-locations.ts";
import { activations, attend, dotContent, keysApart, type Normalise, normalisations } from "./attention-terms.ts";
import { concat } from "./concat.ts";
import { add, multiply } from "./elementwise.ts";
import {
  backwardPlan,
  forwardPlan,
  isShortEnough,
  type Layer,
  neighbourPlan,
  type Variant,
  variants,
} from "./lie-attention-plan.ts";
import { groupKernel, lift, type PairOptions, pairFeatures } from "./lift.ts";
import { reshape, slice } from "./movement.ts";
import { nearestElements } from "./nearest.ts";
import { sum } from "./reduce.ts";
import { transposedTable } from "./transposed-table.ts";

export interface LieAttentionOptions extends PairOptions, LocationOptions {
  /** How content and location become a score. */
  readonly combine: "sum" | "multiply";
  readonly normalise: Normalise;
  /** The location nets' inner products in 16-bit floats, in the fused kernels; the decomposed form has no such. */
  readonly half?: boolean;
  /** Whether no element attends to one after itself in their order; not together with neighbours. */
  readonly causal?: boolean | undefined;
}

/** What both forms read. */
interface Inputs {
  /** Query, key and value side by side, [B, M, 3C]. */
  readonly qkv: Tensor;
  /** [B, M, words] */
  readonly elements: Tensor;
  /** [B, M] */
  readonly mask: Tensor;
  /** Location weights [H, P], see `fusedLocation`. */
  readonly location: Tensor;
  /** Where not all elements attend to all, the indices of each one's keys, [B, M, K]. */
  readonly neighbours?: Tensor | undefined;
  /** Where queries stand elsewhere than their keys, the elements they ask from, [B, M, words]; without neighbours. */
  readonly asked?: Tensor | undefined;
}

/** Which of the inputs that may be left out a node has. */
type Extra = "neighbours" | "asked" | null;

const extraOf = ({ neighbours, asked }: Inputs): Extra => {
  if (neighbours) return "neighbours";
  return asked ? "asked" : null;
};

const listed = ({ qkv, elements, mask, location, neighbours, asked }: Inputs): Tensor[] =>
  [qkv, elements, mask, location, neighbours ?? asked].filter((tensor) => tensor !== undefined);

function inputsOf({ inputs, attributes }: Node<Attributes>): Inputs {
  const [, qkv, elements, mask, location, last] = inputs as unknown as [Tensor, Tensor, Tensor, Tensor, Tensor, Tensor];
  return { qkv, elements, mask, location, ...(attributes.extra ? { [attributes.extra]: last } : {}) };
}

const locationOf = (options: LieAttentionOptions): FusedLocation => fusedLocation(options, options.group.pairDim);

const layerOf = (options: LieAttentionOptions, { qkv, neighbours }: Inputs): Layer => {
  const [batch, elements, three] = qkv.shape as [number, number, number];
  const keys = neighbours?.shape[2] ?? elements;
  const { size, record, turns } = locationOf(options);
  return { batch, elements, keys, width: three / 3, heads: options.heads, weights: size, record, turns };
};

interface Attributes {
  readonly options: LieAttentionOptions;
  readonly layer: Layer;
  readonly extra: Extra;
  /** Of all kernels of the layer, and of its backward pass. */
  readonly variant: string;
}

const variantIn = ({ variant }: Attributes): Variant => variants[variant] as Variant;

function attentionKernel(
  module: string,
  node: Node<Attributes>,
  layouts: readonly Layout[],
  constants: Record<string, number>,
  workgroups: Kernel["workgroups"],
): Kernel {
  const { options, layer, extra } = node.attributes;
  const { group, heads, normalise, activation, samples, squash } = options;
  const { batch, elements, width, keys } = layer;
  const { lanes, private: own, subgroups } = variantIn(node.attributes);
  const location = locationOf(options);
  const neighbours = extra === "neighbours";
  const kernel = groupKernel(module, group, samples, 1, layouts, {
    BATCH: batch,
    ELEMENTS: elements,
    HEADS: heads,
    HEAD_DIM: width / heads,
    WEIGHTS: location.size,
    KEYS: keys,
    ...location.constants,
    ...constants,
  });
  return {
    ...kernel,
    modules: { ...kernel.modules, ...location.modules },
    label: `${kernel.label} B${batch} M${elements}${neighbours ? ` of ${keys}` : ""} H${heads} C${width} ${location.label} ${normalise}`,
    conditions: {
      ...Object.fromEntries(normalisations.map((name) => [name, name === normalise])),
      ...Object.fromEntries(Object.keys(activations).map((name) => [name, name === activation])),
      lanes2: lanes === 2,
      lanes4: lanes === 4,
      private_weights: own,
      private_gradient: own || location.record === 0,
      subgroups,
      half: options.half ?? false,
      neighbours,
      asked: extra === "asked",
      causal: options.causal ?? false,
      fours: [width / heads, ...layouts.map(({ offset }) => offset)].every((number) => number % 4 === 0),
      multiply: options.combine === "multiply",
      squash: squash ?? false,
    },
    workgroups,
    large: true,
  };
}

/** Which variant a layer runs. */
function variantOf({ variants: chosen }: Tape, { options, layer, extra }: Omit<Attributes, "variant">): string {
  const { group, heads, normalise, activation, samples, half, causal } = options;
  const { batch, elements, width, keys } = layer;
  const near = extra === "neighbours";
  const range = near ? `M${sizeClass(elements)} of ${sizeClass(keys)}` : `M${sizeClass(elements)}`;
  const { label, size } = locationOf(options);
  const tunable: Tunable<Workload> = {
    kernel: "lie attention",
    shape: `${group.name} B${sizeClass(batch)} ${range} H${heads} d${width / heads} ${label} ${normalise} ${activation}${half ? " half" : ""}${causal ? " causal" : ""}`,
    names: Object.keys(variants).filter((name) => chosen.features.subgroups || !variants[name]?.subgroups),
    fallback: { gpu: "shared", cpu: "private" },
    workload: (tape) => {
      const qkv = tape.input("qkv", [batch, elements, 3 * width]);
      const points = tape.input("points", [batch, elements / samples, group.pointDim]);
      const stabiliser = tape.input("stabiliser", [batch, elements / samples, samples * group.stabiliser.size]);
      const placed = lift(group, points, stabiliser, samples);
      const mask = tape.constant(new Array(batch * elements).fill(1), [batch, elements]);
      const location = tape.input("location", [heads, size]);
      const neighbours = near ? nearestElements(group, placed, mask, { samples, count: keys }) : undefined;
      const output = lieAttention(options, { qkv, elements: placed, mask, location, neighbours });
      const [dqkv, dlocation] = gradients(output, [qkv, location]) as [Tensor, Tensor];
      return { output, dqkv, dlocation };
    },
  };
  return chosen.pick(tunable);
}

const backwardOperation: Operation<Attributes> = {
  name: "lieAttentionBackward",
  dense: true,
  kernel: (node, layouts) => {
    const { constants, workgroups } = backwardPlan(variantIn(node.attributes), node.attributes.layer);
    return attentionKernel("lie_attention/backward.wgsl", node, layouts, constants, workgroups);
  },
};

const neighbourBackwardOperation: Operation<Attributes> = {
  name: "lieAttentionNeighbourBackward",
  dense: true,
  kernel: (node, layouts) => {
    const { constants, workgroups } = neighbourPlan(variantIn(node.attributes), node.attributes.layer);
    return attentionKernel("lie_attention/neighbour_backward.wgsl", node, layouts, constants, workgroups);
  },
};

const neighbourGatherOperation: Operation<Attributes> = {
  name: "lieAttentionNeighbourGather",
  dense: true,
  kernel: (node, layouts) => {
    const { options, layer } = node.attributes;
    const { batch, elements, width, keys } = layer;
    const { constants, ...kernel } = groupKernel(
      "lie_attention/neighbour_gather.wgsl",
      options.group,
      options.samples,
      batch * elements * options.heads,
      layouts,
    );
    const { heads } = options;
    const shapes = { BATCH: batch, ELEMENTS: elements, HEADS: heads, HEAD_DIM: width / heads, KEYS: keys };
    return { ...kernel, constants: { ...constants, ...shapes } };
  },
};

/** Cuts a flat result into consecutive pieces, each the sum of its slots. */
function sumPieces(flat: Tensor, pieces: readonly { slots: number; shape: Shape }[]): Tensor[] {
  let start = 0;
  return pieces.map(({ slots, shape }) => {
    const end = start + slots * sizeOf(shape);
    const piece = slice(flat, 0, start, end);
    start = end;
    return slots === 1 ? reshape(piece, shape) : reshape(sum(reshape(piece, [slots, ...shape]), [0]), shape);
  });
}

/** Cotangents of qkv and of the location weights. */
function backward(node: Node<Attributes>, cotangent: Tensor): [dqkv: Tensor, dlocation: Tensor] {
  const { options, layer } = node.attributes;
  const { batch, elements, width, keys } = layer;
  const { tape } = node;
  const [values, ...inputs] = node.inputs as [Tensor, ...Tensor[]];
  const { qkv, location, neighbours } = inputsOf(node);
  const cells = batch * elements * width;
  const query = [batch, elements, width];
  const keyValue = [batch, elements, 2 * width];
  const given = [...inputs, values, cotangent];
  if (!neighbours) {
    const { workgroups, constants } = backwardPlan(variantIn(node.attributes), layer);
    const { SLOTS: slots, SPLITS: splits } = constants;
    const groups = workgroups[0] * splits;
    const size = (slots + 2 * splits) * cells + groups * location.size;
    const flat = tape.record(backwardOperation, given, [size], node.attributes);
    const weights = { slots: groups, shape: location.shape };
    if (slots * splits === 1) {
      const [dqkv, dlocation] = sumPieces(flat, [{ slots: 1, shape: qkv.shape }, weights]);
      return [dqkv as Tensor, dlocation as Tensor];
    }
    const pieces = [{ slots, shape: query }, { slots: splits, shape: keyValue }, weights];
    const [dq, dkv, dlocation] = sumPieces(flat, pieces) as [Tensor, Tensor, Tensor];
    return [concat([dq, dkv], 2), dlocation];
  }
  const [groups] = neighbourPlan(variantIn(node.attributes), layer).workgroups;
  const pairs = 2 * batch * elements * keys * options.heads;
  const size = cells + pairs + groups * location.size;
  const flat = tape.record(neighbourBackwardOperation, given, [size], node.attributes);
  const table = transposedTable(reshape(neighbours, [batch, elements * keys]), elements);
  const dkv = tape.record(neighbourGatherOperation, [qkv, cotangent, flat, table], keyValue, node.attributes);
  const dq = reshape(slice(flat, 0, 0, cells), query);
  const [dlocation] = sumPieces(slice(flat, 0, cells + pairs, size), [{ slots: groups, shape: location.shape }]);
  return [concat([dq, dkv], 2), dlocation as Tensor];
}

/** Outputs [B, M, C], then two numbers a row and head that the backward kernels need. */
const valuesOperation: Operation<Attributes> = {
  name: "lieAttentionValues",
  dense: true,
  opaque: true,
  kernel: (node, layouts) => {
    const { workgroups, constants } = forwardPlan(variantIn(node.attributes), node.attributes.layer);
    const kernel = attentionKernel("lie_attention/forward.wgsl", node, layouts, constants, workgroups);
    const { oneByOne } = variantIn(node.attributes);
    return { ...kernel, conditions: { ...kernel.conditions, one_by_one: oneByOne, split: constants.PARTS > 1 } };
  },
};

const attentionOperation: Operation<Attributes> = {
  name: "lieAttention",
  view: (node, { offset }) => ({ offset, shape: node.shape, strides: contiguousStrides(node.shape) }),
  // Positions are reached through the decomposed form.
  decomposeFor: [2, 5],
  vjp: (node, cotangent) => {
    const [dqkv, dlocation] = backward(node, cotangent);
    return [null, dqkv, null, null, dlocation, null];
  },
  decompose: (node) => decomposed(node.attributes.options, inputsOf(node)),
};

/**
 * Lie self-attention with dot content and a location net or waves (specification 3), in one kernel forward: memory linear
 * in M, and time in M K where elements attend to K neighbours. Returns the heads' outputs [B, M, C] before the output
 * projection.
 * @throws RangeError if the nets are to be half precise on an adapter that has no 16-bit floats
 * @throws Error if neighbours are given to queries that are causal or ask from elsewhere
 */
export function lieAttention(options: LieAttentionOptions, inputs: Inputs): Tensor {
  const { qkv, neighbours, asked } = inputs;
  if (options.half && !qkv.tape.variants.features.half) {
    throw new RangeError("This adapter has no 16-bit floats (shader-f16): set the arithmetic of the nets to single.");
  }
  if (neighbours && (options.causal || asked))
    throw new Error("Queries that are causal, or ask from elsewhere, have no lists of neighbours.");
  const layer = layerOf(options, inputs);
  if (!neighbours && !isShortEnough(layer)) return decomposed(options, inputs);
  const { batch, elements, width } = layer;
  const given = listed(inputs);
  const recorded = { options, layer, extra: extraOf(inputs) };
  let chosen: string | undefined;
  const attributes: Attributes = {
    ...recorded,
    // Chosen when it is asked for first: a layer that is differentiated twice runs from its parts, and asks for no variant.
    get variant() {
      chosen ??= variantOf(qkv.tape, recorded);
      return chosen;
    },
  };
  const size = batch * elements * (width + 2 * options.heads);
  const values = qkv.tape.record(valuesOperation, given, [size], attributes);
  return qkv.tape.record(attentionOperation, [values, ...given], [batch, elements, width], attributes);
}

/** The layer's heart from differentiable operations. Stores all pairs. */
function decomposed(options: LieAttentionOptions, inputs: Inputs): Tensor {
  const { qkv, elements, mask, location, neighbours, asked } = inputs;
  const { heads, normalise, causal = false } = options;
  const width = (qkv.shape[2] as number) / 3;
  const part = (k: number) => slice(qkv, 2, k * width, (k + 1) * width);
  const place = locationOf(options).scores(location, pairFeatures(options, elements, { neighbours, asked }));
  const summed = options.combine === "sum";
  const key = summed && normalise === "softmax" ? keysApart(part(1), mask) : part(1);
  const scores = (summed ? add : multiply)(dotContent(part(0), key, heads, neighbours), place);
  return attend(scores, part(2), mask, { heads, normalise, causal }, neighbours).output;
}
