import type { Target } from "../../gpu/device.ts";
import type { Group } from "../../lie/group.ts";
import { type Layout, sizeOf } from "../shape.ts";
import type { Kernel, Operation, Tensor } from "../tape.ts";
import {
  type Activation,
  activations,
  attend,
  dotContent,
  type Normalise,
  normalisations,
  perHeadNet,
  perHeadNetSize,
} from "./attention-terms.ts";
import { concat } from "./concat.ts";
import { add } from "./elementwise.ts";
import { groupKernel, pairFeatures } from "./lift.ts";
import { reshape, slice } from "./movement.ts";
import { pad } from "./pad.ts";
import { sum } from "./reduce.ts";

export interface LieAttentionOptions {
  readonly group: Group;
  readonly samples: number;
  readonly heads: number;
  /** Width of the location net's two hidden layers. */
  readonly hidden: number;
  readonly normalise: Normalise;
  readonly activation: Activation;
}

/** What both forms read: packed q, k, v [B, M, 3C], elements, mask [B, M], location weights [H, P]. */
type Inputs = readonly [qkv: Tensor, elements: Tensor, mask: Tensor, location: Tensor];

interface Sizes {
  readonly batch: number;
  readonly elements: number;
  readonly width: number;
}

const sizesOf = (qkv: Tensor): Sizes => {
  const [batch, elements, three] = qkv.shape as [number, number, number];
  return { batch, elements, width: three / 3 };
};

function attentionKernel(
  module: string,
  node: Tensor,
  layouts: readonly Layout[],
  constants: Record<string, number>,
  workgroups: Kernel["workgroups"],
): Kernel {
  const { options } = node.attributes as { options: LieAttentionOptions };
  const { group, heads, hidden, normalise, activation, samples } = options;
  const { batch, elements, width } = sizesOf(node.inputs[0] as Tensor);
  const { lanes, private: own } = variants[node.tape.target];
  const kernel = groupKernel(module, group, samples, 1, layouts, {
    BATCH: batch,
    ELEMENTS: elements,
    HEADS: heads,
    HEAD_DIM: width / heads,
    HIDDEN: hidden,
    WEIGHTS: perHeadNetSize(group.pairDim, hidden),
    ...constants,
  });
  return {
    ...kernel,
    label: `${kernel.label} B${batch} M${elements} H${heads} C${width} K${hidden} ${normalise}`,
    conditions: {
      ...Object.fromEntries(normalisations.map((name) => [name, name === normalise])),
      ...Object.fromEntries(Object.keys(activations).map((name) => [name, name === activation])),
      lanes2: lanes === 2,
      lanes4: lanes === 4,
      private_weights: own,
      private_gradient: own,
    },
    workgroups,
  };
}

interface Variant {
  /** Pairs a thread handles at once. */
  readonly lanes: 2 | 4;
  /** Location weights, and the sum of their gradient, in each thread's own memory. */
  readonly private: boolean;
  readonly workgroup: number;
  /** Slots of dq, one a workgroup that shares its queries; bounded, so that memory is linear in M. */
  readonly slots: number;
  /** Workgroups of the backward kernel that keep the adapter busy. */
  readonly workgroups: number;
}

/** Slots of dk and dv at most. */
const MAX_SPLITS = 8;

/**
 * What is best on a kind of adapter. A GPU thread has few registers, so it takes two pairs at a time, reads the location
 * net where it lies and shares the sum over pairs with its workgroup. A CPU thread's memory is a cache: four pairs, and
 * everything its own.
 */
const variants: Record<Target, Variant> = {
  gpu: { lanes: 2, private: false, workgroup: 32, slots: 4, workgroups: 256 },
  cpu: { lanes: 4, private: true, workgroup: 32, slots: 2, workgroups: 1 },
};

/** Workgroup memory that every device gives. */
const WORKGROUP_BYTES = 16384;

/** How the backward kernel cuts its work; memory grows with M only. */
function backwardPlan(target: Target, options: LieAttentionOptions, { batch, elements, width }: Sizes) {
  const variant = variants[target];
  const depth = width / options.heads;
  const { pairDim } = options.group;
  // Records of a pair: [h1 1 | l 1 | h2 1] and [d2 | d1 | d3], in vec4.
  const units = Math.ceil(options.hidden / 4);
  const left = 2 * Math.ceil((options.hidden + 1) / 4) + Math.ceil((pairDim + 1) / 4);
  const recordBytes = variant.private ? 0 : 16 * (left + 2 * units + 1);
  let { workgroup } = variant;
  while (workgroup > 1 && workgroup * (recordBytes + 4 * (depth + 1)) > WORKGROUP_BYTES) workgroup /= 2;
  const floats = Math.floor(WORKGROUP_BYTES / workgroup - recordBytes) / 4 - 1;
  const queries = Math.max(1, Math.min(elements, Math.floor(floats / depth)));
  const blocks = Math.ceil(elements / variant.lanes);
  const threads = Math.min(workgroup, blocks);
  const segments = Math.min(Math.floor(workgroup / threads), batch);
  const tiles = Math.ceil(blocks / threads);
  const slots = Math.min(tiles, variant.slots);
  const share = queries * depth;
  const rows = slots * Math.ceil(batch / segments);
  const wanted = Math.ceil(variant.workgroups / (rows * options.heads));
  const splits = Math.min(wanted, MAX_SPLITS, Math.ceil(elements / 16));
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

const backwardOperation: Operation = {
  name: "lieAttentionBackward",
  dense: true,
  kernel: (node, layouts) => {
    const { options } = node.attributes as { options: LieAttentionOptions };
    const { constants, workgroups } = backwardPlan(node.tape.target, options, sizesOf(node.inputs[0] as Tensor));
    return attentionKernel("lie_attention/backward.wgsl", node, layouts, constants, workgroups);
  },
};

const forwardOperation: Operation = {
  name: "lieAttention",
  dense: true,
  kernel: (node, layouts) => {
    const { options } = node.attributes as { options: LieAttentionOptions };
    const { batch, elements } = sizesOf(node.inputs[0] as Tensor);
    const { lanes, workgroup } = variants[node.tape.target];
    const rows = Math.ceil((batch * Math.ceil(elements / lanes)) / workgroup);
    return attentionKernel("lie_attention/forward.wgsl", node, layouts, { WORKGROUP: workgroup }, [
      rows,
      options.heads,
      1,
    ]);
  },
  // Positions are reached through the decomposed form.
  decomposeFor: [1],
  vjp: (node, cotangent) => {
    const { options } = node.attributes as { options: LieAttentionOptions };
    const [qkv, , , location] = node.inputs as unknown as Inputs;
    const sizes = sizesOf(qkv);
    const { batch, elements, width } = sizes;
    const { workgroups, constants } = backwardPlan(node.tape.target, options, sizes);
    const { SLOTS: slots, SPLITS: splits } = constants;
    const groups = workgroups[0] * splits;
    const cells = batch * elements * width;
    // Sums over slots of consecutive pieces of the kernel's one result.
    const pieces = [
      { slots, shape: [batch, elements, width] },
      { slots: splits, shape: [batch, elements, 2 * width] },
      { slots: groups, shape: location.shape },
    ];
    const size = (slots + 2 * splits) * cells + groups * location.size;
    const flat = node.tape.record(backwardOperation, [...node.inputs, node, cotangent], [size], node.attributes);
    let start = 0;
    const [dq, dkv, dlocation] = pieces.map(({ slots: count, shape }) => {
      const end = start + count * sizeOf(shape);
      const piece = reshape(slice(flat, 0, start, end), [count, ...shape]);
      start = end;
      return reshape(sum(piece, [0]), shape);
    }) as [Tensor, Tensor, Tensor];
    return [concat([dq, dkv], 2), null, null, dlocation];
  },
  decompose: (node) => {
    const { options } = node.attributes as { options: LieAttentionOptions };
    return pad(decomposed(options, node.inputs as unknown as Inputs), 2, 0, node.shape[2] as number);
  },
};

/**
 * Lie self-attention of the paper with dot content, location net and sum (specification 3), in one kernel each way:
 * memory linear in M. qkv [B, M, 3C] holds query, key and value side by side; returns the heads' outputs [B, M, C]
 * before the output projection.
 */
export function lieAttention(options: LieAttentionOptions, ...inputs: Inputs): Tensor {
  const [qkv] = inputs;
  const { batch, elements, width } = sizesOf(qkv);
  const rows = [batch, elements, width + 2 * options.heads];
  return slice(qkv.tape.record(forwardOperation, inputs, rows, { options }), 2, 0, width);
}

/** The layer's heart from differentiable operations: dot content, location net, sum. Stores all pairs. */
function decomposed(options: LieAttentionOptions, [qkv, elements, mask, location]: Inputs): Tensor {
  const { heads, hidden, group, activation, normalise } = options;
  const { width } = sizesOf(qkv);
  const part = (k: number) => slice(qkv, 2, k * width, (k + 1) * width);
  const pairs = pairFeatures(group, elements, options.samples);
  const net = perHeadNet(location, pairs, { heads, hidden, activation });
  return attend(add(dotContent(part(0), part(1), heads), net), part(2), mask, { heads, normalise }).output;
}
