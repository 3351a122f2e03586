import { WORKGROUPS } from "../../gpu/limits.ts";
import { indexOver } from "../indexing.ts";
import { type Layout, type Shape, sizeOf } from "../shape.ts";
import type { Operation, Tensor } from "../tape.ts";
import { reshape } from "./movement.ts";

type Kind = "sum" | "max";

const kinds: Record<Kind, { initial: string; combine: (a: string, b: string) => string }> = {
  sum: { initial: "0.0", combine: (a, b) => `${a} + ${b}` },
  max: { initial: "-3.4e38", combine: (a, b) => `max(${a}, ${b})` },
};

export interface Reduction {
  readonly axes: readonly number[];
  readonly kind: Kind;
  /** Of the result. */
  readonly factor: number;
}

/**
 * Two shapes of the same kernel. Long reductions to few results share each result among 64 threads; the rest give one
 * thread to each result, which reads coalesced when the last axis is kept.
 */
export const reduceOperation: Operation<Reduction> = {
  name: "reduce",
  kernel: (node, layouts) => {
    const layout = layouts[0] as Layout;
    const { axes, kind, factor } = node.attributes;
    const result = (total: string) => (factor === 1 ? total : `${total} * f32(${Math.fround(factor)})`);
    const shape = (node.inputs[0] as Tensor).shape;
    const kept = shape.map((_, axis) => axis).filter((axis) => !axes.includes(axis));
    const length = axes.reduce((product, axis) => product * (shape[axis] as number), 1);
    const { initial, combine } = kinds[kind];
    const start = `${layout.offset}u + ${indexOver(kept, shape, layout, "row")}`;
    const step = indexOver(axes, shape, layout, "k");
    const shared = length >= 256 && node.size <= 4096;
    const threads = shared ? 64 : 1;
    const rowsPerGroup = 64 / threads;
    const groups = Math.ceil(node.size / rowsPerGroup);
    const width = Math.min(groups, WORKGROUPS);
    const code = `@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read_write> result: array<f32>;
${shared ? "var<workgroup> partial: array<f32, 64>;" : ""}
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) thread: u32) {
  let row = (group.x + group.y * ${width}u) * ${rowsPerGroup}u${shared ? "" : " + thread"};
  ${shared ? "" : `if (row >= ${node.size}u) { return; }`}
  let start = ${start};
  var total = ${initial};
  for (var k = ${shared ? "thread" : "0u"}; k < ${length}u; k += ${threads}u) {
    total = ${combine("total", `x[start + ${step}]`)};
  }
  ${
    shared
      ? `partial[thread] = total;
  for (var half = 32u; half > 0u; half >>= 1u) {
    workgroupBarrier();
    if (thread < half) { partial[thread] = ${combine("partial[thread]", "partial[thread + half]")}; }
  }
  if (thread == 0u && row < ${node.size}u) { result[row] = ${result("partial[0]")}; }`
      : `result[row] = ${result("total")};`
  }
}`;
    return { label: kind, code, workgroups: [width, Math.ceil(groups / width), 1] };
  },
};

function reduce(x: Tensor, axes: readonly number[], kind: Kind, factor = 1): Tensor {
  if (axes.length === 0) return x;
  const shape = x.shape.map((size, axis) => (axes.includes(axis) ? 1 : size));
  const attributes: Reduction = { axes: [...axes].sort((a, b) => a - b), kind, factor };
  return x.tape.record(reduceOperation, [x], shape, attributes);
}

const everyAxis = (x: Tensor): number[] => x.shape.map((_, axis) => axis);

/** Sum over `axes`, which stay as axes of size one. */
export const sum = (x: Tensor, axes: readonly number[] = everyAxis(x)): Tensor => reduce(x, axes, "sum");
/** Largest entry over `axes`, which stay as axes of size one. */
export const max = (x: Tensor, axes: readonly number[] = everyAxis(x)): Tensor => reduce(x, axes, "max");

export const mean = (x: Tensor, axes: readonly number[] = everyAxis(x)): Tensor =>
  reduce(x, axes, "sum", 1 / axes.reduce((product, axis) => product * (x.shape[axis] as number), 1));

/** Undoes broadcasting: sums `x` over the axes in which `shape` is one or missing. */
export function sumTo(x: Tensor, shape: Shape): Tensor {
  const lead = x.shape.length - shape.length;
  const axes = everyAxis(x).filter((axis) => axis < lead || (shape[axis - lead] === 1 && x.shape[axis] !== 1));
  const reduced = sum(x, axes);
  return lead > 0 || sizeOf(reduced.shape) !== sizeOf(x.shape) ? reshape(reduced, shape) : reduced;
}
