import { WORKGROUP_BYTES } from "../../gpu/limits.ts";
import { type Contest, sizeClass } from "../../gpu/variants.ts";
import { stabiliserSize } from "../../lie/group.ts";
import { gradients } from "../gradients.ts";
import { contiguousStrides, type Layout, type Shape, sizeOf } from "../shape.ts";
import type { Kernel, Node, Operation, Tape, Tensor } from "../tape.ts";
import type { Trial } from "../tuner.ts";
import {
  type Activation,
  activations,
  attend,
  dotContent,
  keysApart,
  type Normalise,
  normalisations,
  perHeadNet,
  perHeadNetSize,
} from "./attention-terms.ts";
import { concat } from "./concat.ts";
import { add, multiply } from "./elementwise.ts";
import { groupKernel, lift, type PairOptions, pairFeatures } from "./lift.ts";
import { reshape, slice } from "./movement.ts";
import { nearestElements } from "./nearest.ts";
import { sum } from "./reduce.ts";
import { transposedTable } from "./transposed-table.ts";

export interface LieAttentionOptions extends PairOptions {
  readonly heads: number;
  /** How content and location become a score. */
  readonly combine: "sum" | "multiply";
  /** Width of the location net's two hidden layers. */
  readonly hidden: number;
  readonly normalise: Normalise;
  readonly activation: Activation;
  /** The location nets' inner products in 16-bit floats, in the fused kernels; the decomposed form has no such. */
  readonly half?: boolean;
}

/**
 * What both forms read: packed q, k, v [B, M, 3C], elements, mask [B, M], location weights [H, P] and, where not all
 * elements attend to all, the indices of each one's keys [B, M, K].
 */
type Inputs = readonly [qkv: Tensor, elements: Tensor, mask: Tensor, location: Tensor, neighbours?: Tensor | undefined];

interface Sizes {
  readonly batch: number;
  readonly elements: number;
  readonly width: number;
  /** Keys of an element. */
  readonly keys: number;
}

const sizesOf = ([qkv, , , , neighbours]: Inputs): Sizes => {
  const [batch, elements, three] = qkv.shape as [number, number, number];
  return { batch, elements, width: three / 3, keys: neighbours?.shape[2] ?? elements };
};

interface Attributes {
  readonly options: LieAttentionOptions;
  readonly sizes: Sizes;
  readonly neighbours: boolean;
}

function attentionKernel(
  module: string,
  node: Node<Attributes>,
  layouts: readonly Layout[],
  constants: Record<string, number>,
  workgroups: Kernel["workgroups"],
): Kernel {
  const { options, sizes, neighbours } = node.attributes;
  const { group, heads, hidden, normalise, activation, samples, squash } = options;
  const { batch, elements, width, keys } = sizes;
  const { lanes, private: own, subgroups } = variantOf(node.tape, node.attributes);
  const kernel = groupKernel(module, group, samples, 1, layouts, {
    BATCH: batch,
    ELEMENTS: elements,
    HEADS: heads,
    HEAD_DIM: width / heads,
    HIDDEN: hidden,
    WEIGHTS: perHeadNetSize(group.pairDim, hidden),
    KEYS: keys,
    ...constants,
  });
  return {
    ...kernel,
    label: `${kernel.label} B${batch} M${elements}${neighbours ? ` of ${keys}` : ""} H${heads} C${width} K${hidden} ${normalise}`,
    conditions: {
      ...Object.fromEntries(normalisations.map((name) => [name, name === normalise])),
      ...Object.fromEntries(Object.keys(activations).map((name) => [name, name === activation])),
      lanes2: lanes === 2,
      lanes4: lanes === 4,
      private_weights: own,
      private_gradient: own,
      subgroups,
      half: options.half ?? false,
      neighbours,
      fours: [width / heads, ...layouts.map(({ offset }) => offset)].every((number) => number % 4 === 0),
      multiply: options.combine === "multiply",
      squash: squash ?? false,
    },
    workgroups,
    large: true,
  };
}

interface Variant {
  /** Pairs a thread handles at once. */
  readonly lanes: 2 | 4;
  /** Location weights, and the sum of their gradient, in each thread's own memory. */
  readonly private: boolean;
  /** The forward pass evaluates the location net of one pair after the other; for four lanes. */
  readonly oneByOne: boolean;
  /** Threads that run in step add those sums up without workgroup memory. */
  readonly subgroups: boolean;
  readonly workgroup: number;
  /** Threads that share the keys of a query in the forward pass, at most: a power of two. */
  readonly parts: number;
  /** Slots of dq, one a workgroup that shares its queries, while that keeps its loops short enough. */
  readonly slots: number;
  /** Workgroups of the backward kernel that keep the adapter busy. */
  readonly workgroups: number;
}

/** Slots of dq, and of dk and dv, at most: memory stays linear in M. */
const MAX_SLOTS = 16;
const MAX_SPLITS = 8;

/**
 * Turns of all loops of one invocation together: llvmpipe silently ends every loop after 65 535, and a GPU's driver ends
 * what runs too long.
 */
const MAX_TURNS = 32768;

/**
 * What is best on a kind of adapter. A GPU thread has few registers, so it takes two pairs at a time, reads the location
 * net where it lies and shares the sum over pairs with its workgroup. A CPU thread's memory is a cache: four pairs, and
 * everything its own.
 */
const variants: Record<string, Variant> = {
  shared: {
    lanes: 2,
    private: false,
    oneByOne: false,
    subgroups: false,
    workgroup: 32,
    parts: 16,
    slots: 4,
    workgroups: 256,
  },
  private: {
    lanes: 4,
    private: true,
    oneByOne: true,
    subgroups: false,
    workgroup: 32,
    parts: 1,
    slots: 2,
    workgroups: 1,
  },
  subgroups: {
    lanes: 2,
    private: true,
    oneByOne: false,
    subgroups: true,
    workgroup: 32,
    parts: 16,
    slots: 4,
    workgroups: 256,
  },
};

/** Keys that a part has at least. */
const LEAST_KEYS = 2;

/** The variant of all kernels of a layer, and of its backward pass. */
function variantOf({ variants: chosen }: Tape, { options, sizes, neighbours }: Attributes): Variant {
  const { group, heads, hidden, normalise, activation, samples, half } = options;
  const { batch, elements, width, keys } = sizes;
  const range = neighbours ? `M${sizeClass(elements)} of ${sizeClass(keys)}` : `M${sizeClass(elements)}`;
  const contest: Contest<Trial> = {
    kernel: "lie attention",
    shape: `${group.name} B${sizeClass(batch)} ${range} H${heads} d${width / heads} K${hidden} ${normalise} ${activation}${half ? " half" : ""}`,
    names: Object.keys(variants).filter((name) => chosen.features.subgroups || !variants[name]?.subgroups),
    fallback: { gpu: "shared", cpu: "private" },
    trial: (tape) => {
      const qkv = tape.input("qkv", [batch, elements, 3 * width]);
      const points = tape.input("points", [batch, elements / samples, group.pointDim]);
      const stabiliser = tape.input("stabiliser", [batch, elements / samples, samples * stabiliserSize(group)]);
      const placed = lift(group, points, stabiliser, samples);
      const mask = tape.constant(new Array(batch * elements).fill(1), [batch, elements]);
      const location = tape.input("location", [heads, perHeadNetSize(group.pairDim, hidden)]);
      const table = neighbours ? nearestElements(group, placed, mask, { samples, count: keys }) : undefined;
      const output = lieAttention(options, qkv, placed, mask, location, table);
      const [dqkv, dlocation] = gradients(output, [qkv, location]) as [Tensor, Tensor];
      return { output, dqkv, dlocation };
    },
  };
  return variants[chosen.pick(contest)] as Variant;
}

/** Bytes of workgroup memory that a thread's record of its pair takes, see location_gradient.wgsl. */
function recordBytes(variant: Variant, { group, hidden }: LieAttentionOptions): number {
  if (variant.private) return 0;
  const left = 2 * Math.ceil((hidden + 1) / 4) + Math.ceil((group.pairDim + 1) / 4);
  const right = 2 * Math.ceil(hidden / 4) + 1;
  return 16 * (left + right);
}

/** Numbers a thread may share with its workgroup beside the records. */
const workgroupFloats = (variant: Variant, options: LieAttentionOptions, workgroup: number): number =>
  Math.floor((WORKGROUP_BYTES / workgroup - recordBytes(variant, options)) / 4) - 1;

/** The largest workgroup whose threads have room for so many bytes each. */
function largestWorkgroup(most: number, bytes: number): number {
  let workgroup = most;
  while (workgroup > 1 && workgroup * bytes > WORKGROUP_BYTES) workgroup /= 2;
  return workgroup;
}

/** The largest one whose threads have room to share `floats` numbers each beside their records. */
const workgroupFor = (variant: Variant, options: LieAttentionOptions, floats: number): number =>
  largestWorkgroup(variant.workgroup, recordBytes(variant, options) + 4 * (floats + 1));

/** How the backward kernel cuts its work; memory grows with M only. */
function backwardPlan({ tape, attributes }: { tape: Tape; attributes: Attributes }) {
  const variant = variantOf(tape, attributes);
  const { options } = attributes;
  const { batch, elements, width } = attributes.sizes;
  const depth = width / options.heads;
  const { pairDim } = options.group;
  const workgroup = workgroupFor(variant, options, depth);
  const queries = Math.max(1, Math.min(elements, Math.floor(workgroupFloats(variant, options, workgroup) / depth)));
  const blocks = Math.ceil(elements / variant.lanes);
  const threads = Math.min(workgroup, blocks);
  const segments = Math.min(Math.floor(workgroup / threads), batch);
  const tiles = Math.ceil(blocks / threads);
  const share = queries * depth;
  const parts = Math.ceil(batch / segments) * options.heads;
  const mostSplits = Math.min(MAX_SPLITS, Math.ceil(elements / 16));
  let slots = Math.min(tiles, variant.slots);
  let splits = Math.min(Math.ceil(variant.workgroups / (slots * parts)), mostSplits);
  const turns = () => {
    const span = Math.ceil(elements / splits);
    const shared = Math.ceil(span / queries) * (1 + Math.ceil((segments * share) / workgroup));
    return Math.ceil(tiles / slots) * (span + shared);
  };
  while (turns() > MAX_TURNS && splits < mostSplits) splits = Math.min(2 * splits, mostSplits);
  while (turns() > MAX_TURNS && slots < Math.min(tiles, MAX_SLOTS)) slots++;
  const rows = slots * Math.ceil(batch / segments);
  return {
    workgroups: [rows, options.heads, splits] as const,
    constants: {
      WORKGROUP: workgroup,
      THREADS: threads,
      SEGMENTS: segments,
      SLOTS: slots,
      SPLITS: splits,
      TILES: tiles,
      QUERIES: queries,
      SHARE: share,
      ROUNDS: Math.ceil(perHeadNetSize(pairDim, options.hidden) / share),
    },
  };
}

const backwardOperation: Operation<Attributes> = {
  name: "lieAttentionBackward",
  dense: true,
  kernel: (node, layouts) => {
    const { constants, workgroups } = backwardPlan(node);
    return attentionKernel("lie_attention/backward.wgsl", node, layouts, constants, workgroups);
  },
};

/** How the backward kernel over neighbour lists cuts its work: its workgroups walk over the queries in tiles. */
function neighbourPlan({ tape, attributes }: { tape: Tape; attributes: Attributes }) {
  const variant = variantOf(tape, attributes);
  const { options } = attributes;
  const { batch, elements, keys } = attributes.sizes;
  const { pairDim } = options.group;
  const workgroup = workgroupFor(variant, options, 1);
  const size = perHeadNetSize(pairDim, options.hidden);
  const blocks = Math.ceil((batch * Math.ceil(elements / variant.lanes)) / workgroup);
  const enough = Math.max(variant.workgroups / options.heads, (blocks * (keys + 1)) / MAX_TURNS);
  const groups = Math.min(blocks, Math.ceil(enough));
  const share = Math.min(size, workgroupFloats(variant, options, workgroup));
  return {
    workgroups: [groups, options.heads, 1] as const,
    constants: {
      WORKGROUP: workgroup,
      GROUPS: groups,
      TILES: Math.ceil(blocks / groups),
      SHARE: variant.private ? share : 1,
      ROUNDS: Math.ceil(size / share),
    },
  };
}

const neighbourBackwardOperation: Operation<Attributes> = {
  name: "lieAttentionNeighbourBackward",
  dense: true,
  kernel: (node, layouts) => {
    const { constants, workgroups } = neighbourPlan(node);
    return attentionKernel("lie_attention/neighbour_backward.wgsl", node, layouts, constants, workgroups);
  },
};

const neighbourGatherOperation: Operation<Attributes> = {
  name: "lieAttentionNeighbourGather",
  dense: true,
  kernel: (node, layouts) => {
    const { options, sizes } = node.attributes;
    const { batch, elements, width, keys } = sizes;
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
  const { options, sizes } = node.attributes;
  const { batch, elements, width, keys } = sizes;
  const { tape } = node;
  const [values, ...inputs] = node.inputs as unknown as readonly [Tensor, ...Inputs];
  const [qkv, , , location, neighbours] = inputs as unknown as Inputs;
  const cells = batch * elements * width;
  const query = [batch, elements, width];
  const keyValue = [batch, elements, 2 * width];
  const given = [...(inputs as Tensor[]), values, cotangent];
  if (!neighbours) {
    const { workgroups, constants } = backwardPlan(node);
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
  const [groups] = neighbourPlan(node).workgroups;
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
    const { options, sizes } = node.attributes;
    const variant = variantOf(node.tape, node.attributes);
    const { lanes, oneByOne } = variant;
    const wanted = Math.max(1, Math.min(variant.parts, 2 ** Math.floor(Math.log2(sizes.keys / LEAST_KEYS))));
    // Half of the parts hand over their maximum, normaliser and total.
    const handed = wanted > 1 ? 4 * lanes * (sizes.width / options.heads + 2) : 0;
    const workgroup = largestWorkgroup(variant.workgroup, handed / 2);
    const parts = Math.min(wanted, workgroup);
    const rows = Math.ceil((sizes.batch * Math.ceil(sizes.elements / lanes) * parts) / workgroup);
    const workgroups = [rows, options.heads, 1] as const;
    const constants = { WORKGROUP: workgroup, PARTS: parts };
    const kernel = attentionKernel("lie_attention/forward.wgsl", node, layouts, constants, workgroups);
    return { ...kernel, conditions: { ...kernel.conditions, one_by_one: oneByOne, split: parts > 1 } };
  },
};

const attentionOperation: Operation<Attributes> = {
  name: "lieAttention",
  view: (node, { offset }) => ({ offset, shape: node.shape, strides: contiguousStrides(node.shape) }),
  // Positions are reached through the decomposed form.
  decomposeFor: [2],
  vjp: (node, cotangent) => {
    const [dqkv, dlocation] = backward(node, cotangent);
    return [null, dqkv, null, null, dlocation, null];
  },
  decompose: (node) => {
    const { options } = node.attributes;
    return decomposed(options, node.inputs.slice(1) as unknown as Inputs);
  },
};

/**
 * Lie self-attention with dot content and location net (specification 3), in one kernel forward: memory linear in M, and
 * time in M K where elements attend to K neighbours. qkv [B, M, 3C] holds query, key and value side by side; returns the
 * heads' outputs [B, M, C] before the output projection.
 * @throws RangeError if the nets are to be half precise on an adapter that has no 16-bit floats
 */
export function lieAttention(options: LieAttentionOptions, ...inputs: Inputs): Tensor {
  const [qkv, , , , neighbours] = inputs;
  if (options.half && !qkv.tape.variants.features.half) {
    throw new RangeError("This adapter has no 16-bit floats (shader-f16): set the arithmetic of the nets to single.");
  }
  const sizes = sizesOf(inputs);
  const { batch, elements, width } = sizes;
  const given = inputs.filter((tensor) => tensor !== undefined);
  const attributes: Attributes = { options, sizes, neighbours: neighbours !== undefined };
  const size = batch * elements * (width + 2 * options.heads);
  const values = qkv.tape.record(valuesOperation, given, [size], attributes);
  return qkv.tape.record(attentionOperation, [values, ...given], [batch, elements, width], attributes);
}

/** The layer's heart from differentiable operations. Stores all pairs. */
function decomposed(options: LieAttentionOptions, [qkv, elements, mask, location, neighbours]: Inputs): Tensor {
  const { heads, hidden, activation, normalise } = options;
  const width = (qkv.shape[2] as number) / 3;
  const part = (k: number) => slice(qkv, 2, k * width, (k + 1) * width);
  const pairs = pairFeatures(options, elements, neighbours);
  const net = perHeadNet(location, pairs, { heads, hidden, activation });
  const summed = options.combine === "sum";
  const key = summed && normalise === "softmax" ? keysApart(part(1), mask) : part(1);
  const scores = (summed ? add : multiply)(dotContent(part(0), key, heads, neighbours), net);
  return attend(scores, part(2), mask, { heads, normalise }, neighbours).output;
}
