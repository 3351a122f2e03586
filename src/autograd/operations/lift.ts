import type { Group } from "../../lie/group.ts";
import { squash } from "../../lie/squash.ts";
import { spread } from "../indexing.ts";
import type { Layout } from "../shape.ts";
import type { Kernel, Operation, Tensor } from "../tape.ts";
import { concat } from "./concat.ts";
import { gather } from "./gather.ts";
import { expand, reshape, slice } from "./movement.ts";
import { tensorArithmetic } from "./tensor-arithmetic.ts";

/** A kernel with one thread for each of `size` items, linked against a group's WGSL module. */
export function groupKernel(
  module: string,
  group: Group,
  samples: number,
  size: number,
  layouts: readonly Layout[],
  constants: Record<string, number> = {},
): Kernel {
  const workgroups = spread(size, 64);
  const offsets = Object.fromEntries(layouts.map((layout, k) => [`OFFSET${k}`, layout.offset]));
  return {
    label: `${module} ${group.name}`,
    module,
    modules: { group: group.shader },
    ...(group.basis ? { generated: { basis: group.basis } } : {}),
    constants: {
      SIZE: size,
      STRIDE_Y: workgroups[0] * 64,
      SAMPLES: samples,
      POINT_DIM: group.pointDim,
      STABILISER_DIM: group.stabiliser.size,
      ...offsets,
      ...constants,
    },
    workgroups,
  };
}

/** Entry `k` of the last axis, which goes. */
function component(x: Tensor, k: number): Tensor {
  const last = x.shape.length - 1;
  return reshape(slice(x, last, k, k + 1), x.shape.slice(0, -1));
}

/** Tensors side by side in a new last axis, each broadcast to `shape`. */
function stack(parts: readonly Tensor[], shape: readonly number[]): Tensor {
  const columns = parts.map((part) => reshape(expand(part, shape), [...shape, 1]));
  return concat(columns, shape.length);
}

interface LiftAttributes {
  readonly group: Group;
  readonly samples: number;
}

const liftOperation: Operation<LiftAttributes> = {
  name: "lift",
  dense: true,
  kernel: (node, layouts) => {
    const { group, samples } = node.attributes;
    return groupKernel("lie_attention/lift.wgsl", group, samples, node.size / group.elementSize, layouts);
  },
  decompose: (node) => {
    const { group, samples } = node.attributes;
    const [points, stabiliser] = node.inputs as [Tensor, Tensor];
    const [batch, count] = points.shape as [number, number, number];
    const size = group.stabiliser.size;
    // [B, n, 1] for the point, [B, n, S] for the sample.
    const x = Array.from({ length: group.pointDim }, (_, k) => reshape(component(points, k), [batch, count, 1]));
    const angles = reshape(stabiliser, [batch, count, samples, size]);
    const s = Array.from({ length: size }, (_, k) => component(angles, k));
    const words = group.lift(tensorArithmetic(node.tape), x, s, samples);
    return reshape(stack(words, [batch, count, samples]), node.shape);
  },
};

/**
 * Lifts points [B, n, d] with stabiliser samples [B, n, S R] (R numbers a sample, one unused where there is nothing to
 * sample) to group elements [B, n S, words]; element = point * S + sample.
 * @throws Error if the points have another dimension than the group, or a grid's samples are not whole orbits
 */
export function lift(group: Group, points: Tensor, stabiliser: Tensor, samples: number): Tensor {
  const [batch, count, dimension] = points.shape as [number, number, number];
  if (dimension !== group.pointDim) {
    throw new Error(`${group.name} acts on ${group.pointDim} dimensions, but the points have ${dimension}.`);
  }
  const { samplesMultiple: multiple = 1 } = group;
  if (group.stabiliser.kind === "finite" && group.stabiliser.size === 1 && samples % multiple !== 0) {
    throw new Error(`${group.name} lifts to a multiple of ${multiple} samples, not to ${samples}.`);
  }
  const shape = [batch, count * samples, group.elementSize];
  return points.tape.record(liftOperation, [points, stabiliser], shape, { group, samples });
}

/** What a pair feature is of. */
export interface PairOptions {
  readonly group: Group;
  readonly samples: number;
  /** Whether tanh keeps pairs short, see `squash`. */
  readonly squash?: boolean;
}

/** Which pairs, where not all elements see all from where they stand. */
interface Pairing {
  /** Indices of each element's keys, [B, M, K]. */
  readonly neighbours?: Tensor | undefined;
  /** Elements that queries ask from, [B, M, words]; without neighbours. */
  readonly asked?: Tensor | undefined;
}

interface PairAttributes extends PairOptions {
  readonly extra: keyof Pairing | null;
}

const pairOperation: Operation<PairAttributes> = {
  name: "pairFeatures",
  dense: true,
  kernel: (node, layouts) => {
    const { group, samples, squash: squashed, extra } = node.attributes;
    const [batch, elements, keys] = node.shape as [number, number, number, number];
    const pairs = batch * elements * keys;
    const kernel = groupKernel("lie_attention/pair_features.wgsl", group, samples, pairs, layouts, {
      ELEMENTS: elements,
      KEYS: keys,
    });
    const conditions = { neighbours: extra === "neighbours", asked: extra === "asked", squash: squashed ?? false };
    return { ...kernel, conditions };
  },
  decompose: (node) => {
    const { group, samples, squash: squashed, extra } = node.attributes;
    const [elements, last] = node.inputs as [Tensor, Tensor];
    const [batch, count, keys] = node.shape as [number, number, number, number];
    const wordsOf = (x: Tensor) => Array.from({ length: group.elementSize }, (_, k) => component(x, k));
    const words = wordsOf(elements);
    const rows = (extra === "asked" ? wordsOf(last) : words).map((word) => reshape(word, [batch, count, 1]));
    let columns = words.map((word) => reshape(word, [batch, 1, count]));
    if (extra === "neighbours") {
      const taken = gather(elements, reshape(last, [batch, count * keys]));
      columns = words.map((_, k) => reshape(component(taken, k), [batch, count, keys]));
    }
    const arithmetic = tensorArithmetic(node.tape);
    const features = group.pairFeature(arithmetic, rows, columns, samples);
    return stack(squashed ? squash(arithmetic, features) : features, [batch, count, keys]);
  },
};

/** Pair features [B, M, K, D] of elements [B, M, words], row a attending to its key b. */
export function pairFeatures(options: PairOptions, elements: Tensor, { neighbours, asked }: Pairing = {}): Tensor {
  const [batch, count] = elements.shape as [number, number, number];
  const shape = [batch, count, neighbours?.shape[2] ?? count, options.group.pairDim];
  const inputs = [elements, neighbours ?? asked].filter((tensor) => tensor !== undefined);
  const { group, samples, squash: squashed = false } = options;
  const extra = neighbours ? "neighbours" : asked ? "asked" : null;
  return elements.tape.record(pairOperation, inputs, shape, { group, samples, squash: squashed, extra });
}
