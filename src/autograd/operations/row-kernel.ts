import { sizeClass, type Tunable, type Variants } from "../../gpu/variants.ts";
import { spread } from "../indexing.ts";
import type { Layout, Shape } from "../shape.ts";
import type { Kernel } from "../tape.ts";
import type { Workload } from "../tuner.ts";

/** Offsets and sizes of dense inputs [.., columns] as constants of a kernel. */
function rowConstants(shape: Shape, layouts: readonly Layout[]) {
  const columns = shape.at(-1) ?? 1;
  const rows = shape.reduce((a, b) => a * b, 1) / columns;
  const offsets = Object.fromEntries(layouts.map((layout, k) => [`OFFSET${k}`, layout.offset]));
  return { ROWS: rows, COLUMNS: columns, ...offsets };
}

/** A kernel with one thread for each row (last axis) of dense inputs of the same shape. */
export function rowKernel(module: string, shape: Shape, layouts: readonly Layout[]): Kernel {
  const constants = rowConstants(shape, layouts);
  const workgroups = spread(constants.ROWS, 64);
  return { label: module, module, constants: { ...constants, STRIDE_Y: workgroups[0] * 64 }, workgroups };
}

/** A kernel whose rows are a thread's or a workgroup's, whichever is faster, see dense/row.wgsl. */
export function sharedRowKernel(
  variants: Variants,
  module: string,
  shape: Shape,
  layouts: readonly Layout[],
  workload: Workload,
): Kernel {
  const constants = rowConstants(shape, layouts);
  const tunable: Tunable<Workload> = {
    kernel: module,
    shape: [constants.ROWS, constants.COLUMNS].map(sizeClass).join(" x "),
    names: ["workgroup", "thread"],
    fallback: { gpu: "workgroup", cpu: "thread" },
    workload,
  };
  const wholeWorkgroup = variants.pick(tunable) === "workgroup";
  const workgroups = spread(constants.ROWS, wholeWorkgroup ? 1 : 64);
  return {
    label: module,
    module,
    constants: { ...constants, STRIDE_Y: workgroups[0] },
    conditions: { whole_workgroup: wholeWorkgroup },
    workgroups,
  };
}
