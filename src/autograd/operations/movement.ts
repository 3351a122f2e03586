import { reshapeLayout, type Shape, sizeOf } from "../shape.ts";
import type { Operation, Tensor } from "../tape.ts";

/** Movement operations: they change how storage is read and copy nothing where strides can express the result. */

export const reshapeOperation: Operation<{ readonly shape: Shape }> = {
  name: "reshape",
  transparent: true,
  view: (node, layout) => reshapeLayout(layout, node.shape),
};

/** The same elements in row-major order under another shape; one size may be -1. */
export function reshape(x: Tensor, shape: Shape): Tensor {
  const known = shape.reduce((a, b) => (b === -1 ? a : a * b), 1);
  const full = shape.map((size) => (size === -1 ? x.size / known : size));
  if (sizeOf(full) !== x.size) throw new Error(`Cannot reshape [${x.shape}] to [${full}].`);
  const source = x.operation === reshapeOperation ? (x.inputs[0] as Tensor) : x;
  if (String(source.shape) === String(full)) return source;
  return x.tape.record(reshapeOperation, [source], full, { shape: full });
}

export const variableOperation: Operation<{ readonly variable: number }> = {
  name: "variable",
  view: (_, layout) => layout,
};

/** The same tensor as a node that derivatives can be taken by: what is computed from it reads it and nothing before it. */
export const variable = (x: Tensor): Tensor => x.tape.record(variableOperation, [x], x.shape, { variable: x.id });

export const detachedOperation: Operation = { name: "detached", view: (_, layout) => layout };

/** The same numbers, which derivatives do not go through. */
export const detached = (x: Tensor): Tensor => x.tape.record(detachedOperation, [x], x.shape);

export const permuteOperation: Operation<{ readonly axes: readonly number[] }> = {
  name: "permute",
  view: (node, { offset, strides }) => ({
    offset,
    shape: node.shape,
    strides: node.attributes.axes.map((axis) => strides[axis] as number),
  }),
};

/** Axis k of the result is axis `axes[k]` of `x`. */
export function permute(x: Tensor, axes: readonly number[]): Tensor {
  return x.tape.record(
    permuteOperation,
    [x],
    axes.map((axis) => x.shape[axis] as number),
    { axes },
  );
}

export const expandOperation: Operation<{ readonly shape: Shape }> = {
  name: "expand",
  view: (node, { offset, shape, strides }) => {
    const lead = node.shape.length - shape.length;
    return {
      offset,
      shape: node.shape,
      strides: node.shape.map((_, k) => (k < lead || shape[k - lead] === 1 ? 0 : (strides[k - lead] as number))),
    };
  },
};

/** Repeats axes of size one, and new leading axes, up to `shape`. */
export function expand(x: Tensor, shape: Shape): Tensor {
  if (shape.length === x.shape.length && shape.every((size, k) => size === x.shape[k])) return x;
  return x.tape.record(expandOperation, [x], shape, { shape });
}

export const sliceOperation: Operation<{ readonly axis: number; readonly start: number }> = {
  name: "slice",
  view: (node, layout) => ({
    offset: layout.offset + node.attributes.start * (layout.strides[node.attributes.axis] as number),
    shape: node.shape,
    strides: layout.strides,
  }),
};

/** Elements `start .. end` (end excluded) along one axis. */
export function slice(x: Tensor, axis: number, start: number, end: number): Tensor {
  const size = x.shape[axis] as number;
  if (start < 0 || end > size || end <= start) {
    throw new Error(`Cannot take ${start}..${end} of axis ${axis} of [${x.shape}].`);
  }
  if (start === 0 && end === size) return x;
  const shape = x.shape.map((s, k) => (k === axis ? end - start : s));
  return x.tape.record(sliceOperation, [x], shape, { axis, start });
}
