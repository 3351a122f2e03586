import type { Layout } from "../shape.ts";
import type { Kernel, Operation, Tensor } from "../tape.ts";
import { spread } from "./elementwise.ts";

function tableKernel(module: string, node: Tensor, layouts: readonly Layout[], source: number): Kernel {
  const [groups, picks] = (node.inputs[1] as Tensor).shape as [number, number];
  const workgroups = spread(node.size, 64);
  const [values, indices] = layouts as [Layout, Layout];
  return {
    label: module,
    module,
    constants: {
      SIZE: node.size,
      STRIDE_Y: workgroups[0] * 64,
      GROUPS: groups,
      PICKS: picks,
      SOURCE: source,
      WIDTH: node.shape[2] as number,
      OFFSET0: values.offset,
      OFFSET1: indices.offset,
    },
    workgroups,
  };
}

const takeOperation: Operation = {
  name: "takeAlong",
  dense: true,
  kernel: (node, layouts) =>
    tableKernel("dense/take_along.wgsl", node, layouts, (node.inputs[0] as Tensor).shape[1] as number),
  vjp: (node, cotangent) => {
    const [x, indices] = node.inputs as [Tensor, Tensor];
    return [putAlong(cotangent, indices, x.shape[1] as number), null];
  },
};

const putOperation: Operation = {
  name: "putAlong",
  dense: true,
  kernel: (node, layouts) => tableKernel("dense/put_along.wgsl", node, layouts, node.shape[1] as number),
  vjp: (node, cotangent) => [takeAlong(cotangent, node.inputs[1] as Tensor), null],
};

/** Gather: x [G, N, W], indices [G, K] in 0..N-1 -> [G, K, W], rows `indices[g, k]` of group g. */
export function takeAlong(x: Tensor, indices: Tensor): Tensor {
  const [groups, , width] = x.shape as [number, number, number];
  return x.tape.record(takeOperation, [x, indices], [groups, indices.shape[1] as number, width]);
}

/** Transpose of `takeAlong`: x [G, K, W] added up at rows `indices[g, k]` of a zero [G, N, W]. Deterministic. */
function putAlong(x: Tensor, indices: Tensor, rows: number): Tensor {
  const [groups, , width] = x.shape as [number, number, number];
  return x.tape.record(putOperation, [x, indices], [groups, rows, width]);
}
