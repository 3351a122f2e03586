import { STORAGE_BUFFERS } from "../../gpu/limits.ts";
import { coordinates, operandIndex, spread } from "../indexing.ts";
import type { Layout } from "../shape.ts";
import { asNodeOf, type Node, type Operation, type Tensor } from "../tape.ts";
import { add } from "./elementwise.ts";

/** Pieces that a kernel can bind beside its result. */
export const MAX_PIECES = STORAGE_BUFFERS - 1;

export interface Padding {
  readonly axis: number;
  /** Where on the axis each piece begins. */
  readonly starts: readonly number[];
}

/** Where on the axis piece k ends. */
export const endOf = (node: Node<Padding>, k: number): number => {
  const { axis, starts } = node.attributes;
  return (starts[k] as number) + ((node.inputs[k] as Tensor).shape[axis] as number);
};

export const padOperation: Operation<Padding> = {
  name: "pad",
  kernel: (node, layouts) => {
    const { axis, starts } = node.attributes;
    const workgroups = spread(node.size, 64);
    const branches = layouts.map((layout: Layout, k) => {
      const index = operandIndex(layout, node.shape.length);
      return `if (whole >= ${starts[k]}u && whole < ${endOf(node, k)}u) { let c${axis} = whole - ${starts[k]}u; value = b${k}[${index}]; }`;
    });
    const code = `${layouts.map((_, k) => `@group(0) @binding(${k}) var<storage, read> b${k}: array<f32>;`).join("\n")}
@group(0) @binding(${layouts.length}) var<storage, read_write> result: array<f32>;
@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let i = id.x + id.y * ${workgroups[0] * 64}u;
  if (i >= ${node.size}u) { return; }
  ${coordinates(node.shape).replace(`let c${axis} `, "let whole ")}
  var value = 0.0;
  ${branches.join("\n  ")}
  result[i] = value;
}`;
    return { label: "pad", code, workgroups };
  },
  // The cotangents of several slices of one tensor: side by side where they are disjoint, added up where they are alike.
  plus: (node, other) => {
    const { axis, starts } = node.attributes;
    const theirs = asNodeOf(padOperation, other);
    if (theirs?.attributes.axis !== axis) return null;
    const pieces = node.inputs.map((piece, k) => ({ piece, start: starts[k] as number, end: endOf(node, k) }));
    for (const [k, piece] of theirs.inputs.entries()) {
      const [start, end] = [theirs.attributes.starts[k] as number, endOf(theirs, k)];
      const alike = pieces.find((own) => own.start === start && own.end === end);
      if (alike) alike.piece = add(piece, alike.piece);
      else if (pieces.some((own) => own.start < end && start < own.end)) return null;
      else pieces.push({ piece, start, end });
    }
    if (pieces.length > MAX_PIECES) return null;
    const inputs = pieces.map(({ piece }) => piece);
    return node.tape.record(padOperation, inputs, node.shape, { axis, starts: pieces.map(({ start }) => start) });
  },
};

/** Tensors side by side along `axis`, at most `MAX_PIECES`. */
export function sideBySide(pieces: readonly Tensor[], axis: number): Tensor {
  const [first] = pieces as [Tensor];
  let whole = 0;
  const starts = pieces.map(({ shape }) => {
    const start = whole;
    whole += shape[axis] as number;
    return start;
  });
  return first.tape.record(padOperation, pieces, first.shape.with(axis, whole), { axis, starts });
}

/** Zeros around `x` so that it fills `start ..` of an axis of length `whole`. */
export function pad(x: Tensor, axis: number, start: number, whole: number): Tensor {
  if (start === 0 && x.shape[axis] === whole) return x;
  const shape = x.shape.map((size, k) => (k === axis ? whole : size));
  return x.tape.record(padOperation, [x], shape, { axis, starts: [start] });
}
