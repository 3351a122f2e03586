import type { Layout, Shape } from "../shape.ts";
import type { Kernel } from "../tape.ts";
import { spread } from "./elementwise.ts";

/** A kernel with one thread for each row (last axis) of dense inputs of the same shape. */
export function rowKernel(module: string, shape: Shape, layouts: readonly Layout[]): Kernel {
  const columns = shape.at(-1) ?? 1;
  const rows = shape.reduce((a, b) => a * b, 1) / columns;
  const workgroups = spread(rows, 64);
  const offsets = Object.fromEntries(layouts.map((layout, k) => [`OFFSET${k}`, layout.offset]));
  return {
    label: module,
    module,
    constants: { ROWS: rows, COLUMNS: columns, STRIDE_Y: workgroups[0] * 64, ...offsets },
    workgroups,
  };
}
