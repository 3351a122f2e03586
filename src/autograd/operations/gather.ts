import { spread } from "../indexing.ts";
import type { Layout } from "../shape.ts";
import type { Kernel, Operation, Tensor } from "../tape.ts";
import { transposedTable } from "./transposed-table.ts";

/** Between rows [G, N, W] and the picks [G, K, W] of them. */
function pickKernel(module: string, node: Tensor, layouts: readonly Layout[], source: number, picks: number): Kernel {
  const workgroups = spread(node.size, 64);
  const [values, indices] = layouts as [Layout, Layout];
  return {
    label: module,
    module,
    constants: {
      SIZE: node.size,
      STRIDE_Y: workgroups[0] * 64,
      PICKS: picks,
      SOURCE: source,
      WIDTH: node.shape[2] as number,
      OFFSET0: values.offset,
      OFFSET1: indices.offset,
    },
    workgroups,
  };
}

const gatherOperation: Operation = {
  name: "gather",
  dense: true,
  kernel: (node, layouts) =>
    pickKernel(
      "dense/gather.wgsl",
      node,
      layouts,
      (node.inputs[0] as Tensor).shape[1] as number,
      node.shape[1] as number,
    ),
  vjp: (node, cotangent) => {
    const [x, indices] = node.inputs as [Tensor, Tensor];
    return [scatterAdd(cotangent, indices, x.shape[1] as number), null];
  },
};

const scatterAddOperation: Operation = {
  name: "scatterAdd",
  dense: true,
  kernel: (node, layouts) =>
    pickKernel(
      "dense/scatter_add.wgsl",
      node,
      layouts,
      node.shape[1] as number,
      (node.inputs[0] as Tensor).shape[1] as number,
    ),
  vjp: (node, cotangent) => {
    const [, table] = node.inputs as [Tensor, Tensor];
    return [gather(cotangent, table.inputs[0] as Tensor), null];
  },
};

/** Gather: x [G, N, W], indices [G, K] in 0..N-1 -> [G, K, W], rows `indices[g, k]` of group g. */
export function gather(x: Tensor, indices: Tensor): Tensor {
  const [groups, , width] = x.shape as [number, number, number];
  return x.tape.record(gatherOperation, [x, indices], [groups, indices.shape[1] as number, width]);
}

/** Transpose of `gather`: x [G, K, W] added up at rows `indices[g, k]` of a zero [G, N, W]. Deterministic. */
export function scatterAdd(x: Tensor, indices: Tensor, rows: number): Tensor {
  const [groups, , width] = x.shape as [number, number, number];
  const table = transposedTable(indices, rows);
  return x.tape.record(scatterAddOperation, [x, table], [groups, rows, width]);
}
