import { spread } from "../indexing.ts";
import type { Layout } from "../shape.ts";
import type { Kernel, Operation, Tensor } from "../tape.ts";
import { cos, multiply, negate, round, scale, sin, subtract } from "./elementwise.ts";
import { reshape, slice } from "./movement.ts";
import { sum } from "./reduce.ts";

const TURN = 2 * Math.PI;
/** Times that a workgroup adds up of one wave. */
const SLAB = 8192;

function waveKernel(module: string, size: number, node: Tensor, layouts: readonly Layout[]): Kernel {
  const workgroups = spread(size, 64);
  const [heads, waves] = (node.inputs[1] as Tensor).shape as [number, number];
  const offsets = Object.fromEntries(layouts.map((layout, k) => [`OFFSET${k}`, layout.offset]));
  return {
    label: module,
    module,
    constants: { SIZE: size, STRIDE_Y: workgroups[0] * 64, HEADS: heads, WAVES: waves, ...offsets },
    workgroups,
  };
}

/** Angles of all waves at all times, [P, H, W]. */
function angles(times: Tensor, rates: Tensor): Tensor {
  const turns = multiply(reshape(times, [times.size, 1, 1]), rates);
  return scale(subtract(turns, round(turns)), TURN);
}

const operation: Operation = {
  name: "waves",
  dense: true,
  kernel: (node, layouts) => waveKernel("waves/sum.wgsl", node.size, node, layouts),
  vjp(node, cotangent) {
    const [times, rates, amounts] = node.inputs as [Tensor, Tensor, Tensor];
    const inputs = [times, rates, amounts, cotangent];
    const [heads, waves] = rates.shape as [number, number];
    const slabs = Math.ceil(times.size / SLAB);
    const partial = node.tape.record(wavesGradient, inputs, [slabs, 2, heads, waves]);
    const found = sum(partial, [0]);
    const part = (k: number) => reshape(slice(found, 1, k, k + 1), [heads, waves]);
    return [node.tape.record(timesGradient, inputs, times.shape), part(0), part(1)];
  },
  decompose(node) {
    const [times, rates, amounts] = node.inputs as [Tensor, Tensor, Tensor];
    return reshape(sum(multiply(cos(angles(times, rates)), amounts), [2]), node.shape);
  },
};

const timesGradient: Operation = {
  name: "wavesTimesGradient",
  dense: true,
  kernel: (node, layouts) => waveKernel("waves/times_gradient.wgsl", node.size, node, layouts),
  decompose(node) {
    const [times, rates, amounts, cotangent] = node.inputs as [Tensor, Tensor, Tensor, Tensor];
    const slopes = multiply(negate(sin(angles(times, rates))), multiply(scale(rates, TURN), amounts));
    return reshape(sum(multiply(slopes, reshape(cotangent, [...cotangent.shape, 1])), [1, 2]), node.shape);
  },
};

const wavesGradient: Operation = {
  name: "wavesGradient",
  dense: true,
  kernel(node, layouts) {
    const [slabs, , heads, waves] = node.shape as [number, number, number, number];
    const { constants, ...kernel } = waveKernel("waves/waves_gradient.wgsl", 1, node, layouts);
    const { SIZE: _, STRIDE_Y: __, ...rest } = constants as Record<string, number>;
    return {
      ...kernel,
      constants: { ...rest, TIMES: (node.inputs[0] as Tensor).size, SLAB },
      workgroups: [heads * waves, slabs, 1],
    };
  },
};

/**
 * Sums of waves: K_h(t) = sum over w of amounts[h, w] cos(2 pi rates[h, w] t). Nothing of the size of times by waves is
 * stored, forward or backward.
 * @param times [P]
 * @param rates turns a unit of time, [H, W], and amounts [H, W]
 * @returns [P, H]
 */
export function waves(times: Tensor, rates: Tensor, amounts: Tensor): Tensor {
  const [heads] = rates.shape as [number, number];
  return times.tape.record(operation, [times, rates, amounts], [times.size, heads]);
}
