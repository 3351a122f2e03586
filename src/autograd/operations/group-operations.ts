import type { Group } from "../../lie/group.ts";
import type { Operation, Tensor } from "../tape.ts";
import { groupKernel } from "./lift.ts";

/** The group's own functions on lists, as kernels; they check the WGSL modules and have no derivatives yet. */

type Kind = "exp" | "log" | "inverse" | "compose";

const mapOperation: Operation<{ readonly group: Group; readonly kind: Kind }> = {
  name: "groupOperation",
  dense: true,
  kernel: (node) => {
    const { group, kind } = node.attributes;
    const size = node.shape[0] as number;
    return {
      ...groupKernel("groups/operations.wgsl", group, 1, size, []),
      conditions: {
        exp: kind === "exp",
        log: kind === "log",
        inverse: kind === "inverse",
        compose: kind === "compose",
      },
    };
  },
};

const map = (group: Group, kind: Kind, x: Tensor, rows: number, columns: number): Tensor =>
  x.tape.record(mapOperation, [x], [rows, columns], { group, kind });

const rowsOf = (x: Tensor): number => x.shape[0] as number;

/** Algebra coordinates [k, dim] -> elements [k, words]. */
export const groupExp = (group: Group, x: Tensor): Tensor => map(group, "exp", x, rowsOf(x), group.elementSize);
/** Elements [k, words] -> algebra coordinates [k, dim]. */
export const groupLog = (group: Group, x: Tensor): Tensor => map(group, "log", x, rowsOf(x), group.algebraDim);
/** Inverse of each element. */
export const groupInverse = (group: Group, x: Tensor): Tensor => map(group, "inverse", x, rowsOf(x), group.elementSize);
/** Product of each element with the next: [k, words] -> [k - 1, words]. */
export const groupComposeNext = (group: Group, x: Tensor): Tensor =>
  map(group, "compose", x, rowsOf(x) - 1, group.elementSize);

const distanceOperation: Operation<{ readonly group: Group; readonly samples: number }> = {
  name: "groupDistances",
  dense: true,
  kernel: (node) => groupKernel("groups/distances.wgsl", node.attributes.group, node.attributes.samples, node.size, []),
};

/** Group distances of pair features [.., D] -> [..]. */
export const groupDistances = (group: Group, pairs: Tensor, samples: number): Tensor =>
  pairs.tape.record(distanceOperation, [pairs], pairs.shape.slice(0, -1), { group, samples });
