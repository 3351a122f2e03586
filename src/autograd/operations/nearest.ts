import type { Group } from "../../lie/group.ts";
import type { Operation, Tensor } from "../tape.ts";
import { groupKernel } from "./lift.ts";

const WORKGROUP = 32;

const operation: Operation<{ readonly group: Group; readonly samples: number }> = {
  name: "nearestElements",
  dense: true,
  kernel: (node, layouts) => {
    const { group, samples } = node.attributes;
    const [batch, elements, keys] = node.shape as [number, number, number];
    const rows = batch * elements;
    const sizes = { ELEMENTS: elements, KEYS: keys };
    const kernel = groupKernel("lie_attention/nearest.wgsl", group, samples, rows, layouts, sizes);
    return { ...kernel, workgroups: [Math.ceil(rows / WORKGROUP), 1, 1] };
  },
};

/**
 * The `count` nearest elements of every element by the group's left-invariant distance, nearest first, ties by index;
 * absent ones come last (specification 3.1). Elements [B, M, words], mask [B, M] -> indices [B, M, count]. An index has
 * no derivative.
 */
export function nearestElements(
  group: Group,
  elements: Tensor,
  mask: Tensor,
  { samples, count }: { samples: number; count: number },
): Tensor {
  const [batch, size] = mask.shape as [number, number];
  return elements.tape.record(operation, [elements, mask], [batch, size, count], { group, samples });
}
