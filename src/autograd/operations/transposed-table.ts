import type { Operation, Tensor } from "../tape.ts";

/** A power of two that leaves few threads without a row or pick, between a GPU's fewest in step and what every adapter has. */
const threadsFor = (most: number): number => 2 ** Math.min(8, Math.max(5, Math.ceil(Math.log2(most))));

const operation: Operation<{ readonly rows: number }> = {
  name: "transposedTable",
  dense: true,
  kernel: (node, layouts) => {
    const [groups, picks] = (node.inputs[0] as Tensor).shape as [number, number];
    const { rows } = node.attributes;
    return {
      label: "dense/transposed_table.wgsl",
      module: "dense/transposed_table.wgsl",
      constants: {
        PICKS: picks,
        ROWS: rows,
        THREADS: threadsFor(Math.max(rows, picks)),
        OFFSET0: layouts[0]?.offset ?? 0,
      },
      workgroups: [groups, 1, 1],
    };
  },
};

/**
 * Which picks took each row: indices [G, K] in 0..rows-1 -> [G, rows + K], the end of each row's list and then the lists,
 * each ascending. Whole numbers as u32 bits, for kernels only.
 */
export function transposedTable(indices: Tensor, rows: number): Tensor {
  const [groups, picks] = indices.shape as [number, number];
  return indices.tape.record(operation, [indices], [groups, rows + picks], { rows });
}
