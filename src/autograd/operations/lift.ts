import type { Group } from "../../lie/group.ts";
import type { Layout } from "../shape.ts";
import type { Kernel, Operation, Tensor } from "../tape.ts";
import { spread } from "./elementwise.ts";

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
    constants: { SIZE: size, STRIDE_Y: workgroups[0] * 64, SAMPLES: samples, ...offsets, ...constants },
    workgroups,
  };
}

const liftGradient: Operation = {
  name: "liftGradient",
  dense: true,
  kernel: (node, layouts) => {
    const { group, samples } = node.attributes;
    return groupKernel("lie_attention/lift_gradient.wgsl", group, samples, node.size / 2, layouts);
  },
};

const liftOperation: Operation = {
  name: "lift",
  dense: true,
  kernel: (node, layouts) => {
    const { group, samples } = node.attributes;
    return groupKernel("lie_attention/lift.wgsl", group, samples, node.size / group.elementSize, layouts);
  },
  vjp: (node, cotangent) => {
    const [points, stabiliser] = node.inputs as [Tensor, Tensor];
    const inputs = [points, stabiliser, cotangent];
    return [node.tape.record(liftGradient, inputs, points.shape, node.attributes), null];
  },
};

/**
 * Lifts points [B, n, 2] with stabiliser samples [B, n, S] (ignored by groups that sample none) to group elements
 * [B, n S, words]; element = point * S + sample.
 */
export function lift(group: Group, points: Tensor, stabiliser: Tensor): Tensor {
  const [batch, count] = points.shape as [number, number, number];
  const samples = stabiliser.shape[2] as number;
  const shape = [batch, count * samples, group.elementSize];
  return points.tape.record(liftOperation, [points, stabiliser], shape, { group, samples });
}

const pairGradient: Operation = {
  name: "pairGradient",
  dense: true,
  kernel: (node, layouts) => {
    const { group, samples } = node.attributes;
    const [batch, elements] = node.shape as [number, number, number];
    return groupKernel("lie_attention/pair_gradient.wgsl", group, samples, batch * elements, layouts, {
      ELEMENTS: elements,
    });
  },
};

const pairOperation: Operation = {
  name: "pairFeatures",
  dense: true,
  kernel: (node, layouts) => {
    const { group, samples } = node.attributes;
    const [batch, elements] = node.shape as [number, number, number, number];
    return groupKernel("lie_attention/pair_features.wgsl", group, samples, batch * elements * elements, layouts, {
      ELEMENTS: elements,
    });
  },
  vjp: (node, cotangent) => {
    const elements = node.inputs[0] as Tensor;
    return [node.tape.record(pairGradient, [elements, cotangent], elements.shape, node.attributes)];
  },
};

/** Pair features [B, M, M, D] of elements [B, M, words], row a attending to column b. */
export function pairFeatures(group: Group, elements: Tensor, samples: number): Tensor {
  const [batch, count] = elements.shape as [number, number, number];
  return elements.tape.record(pairOperation, [elements], [batch, count, count, group.pairDim], { group, samples });
}
