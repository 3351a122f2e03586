import type { Operation, Tensor } from "../tape.ts";

const WORKGROUP = 64;

const operation: Operation<{ readonly counts: readonly number[] }> = {
  name: "topNodes",
  dense: true,
  kernel: (node, layouts) => {
    const [batch, nodes] = (node.inputs[0] as Tensor).shape as [number, number];
    const offsets = Object.fromEntries(layouts.map((layout, k) => [`OFFSET${k}`, layout.offset]));
    return {
      label: "graphs/top_nodes.wgsl",
      module: "graphs/top_nodes.wgsl",
      constants: { SIZE: batch * nodes, NODES: nodes, SLOTS: node.shape[1] as number, ...offsets },
      workgroups: [Math.ceil((batch * nodes) / WORKGROUP), 1, 1],
    };
  },
};

/**
 * The nodes of each graph with the largest scores, largest first, equal ones by rising index; -1 in the slots that a graph
 * leaves empty. An index has no derivative.
 * @param scores [B, n]
 * @param mask [B, n], 1 where there is a node; others are never among them, whatever their score
 * @param counts how many a graph of 0, 1, .. n nodes keeps
 * @returns [B, slots], with as many slots as a graph of n nodes keeps
 */
export function topNodes(scores: Tensor, mask: Tensor, counts: readonly number[]): Tensor {
  const [batch] = scores.shape as [number, number];
  const table = scores.tape.constant(counts, [counts.length]);
  return scores.tape.record(operation, [scores, mask, table], [batch, counts.at(-1) as number], { counts });
}
