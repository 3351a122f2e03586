export type Shape = readonly number[];

export const sizeOf = (shape: Shape): number => shape.reduce((a, b) => a * b, 1);

/** Row-major strides, in elements. */
export function contiguousStrides(shape: Shape): number[] {
  const strides = new Array<number>(shape.length).fill(1);
  for (let axis = shape.length - 2; axis >= 0; axis--) {
    strides[axis] = (strides[axis + 1] as number) * (shape[axis + 1] as number);
  }
  return strides;
}

/** Result shape under numpy's broadcasting rule. @throws Error naming both shapes if they do not fit. */
export function broadcastShapes(...shapes: Shape[]): number[] {
  const rank = Math.max(...shapes.map((s) => s.length));
  const result = new Array<number>(rank).fill(1);
  for (const shape of shapes) {
    for (let k = 0; k < shape.length; k++) {
      const axis = rank - shape.length + k;
      const size = shape[k] as number;
      if (size === 1) continue;
      if (result[axis] !== 1 && result[axis] !== size) {
        throw new Error(`Shapes ${shapes.map((s) => `[${s}]`).join(" and ")} do not broadcast.`);
      }
      result[axis] = size;
    }
  }
  return result;
}

/** Where a tensor's elements lie in the storage of the node that owns it; all counts in elements. */
export interface Layout {
  readonly offset: number;
  readonly shape: Shape;
  readonly strides: readonly number[];
}

export const contiguous = (shape: Shape): Layout => ({
  offset: 0,
  shape,
  strides: contiguousStrides(shape),
});

export function isContiguous({ shape, strides }: Layout): boolean {
  const dense = contiguousStrides(shape);
  return shape.every((size, axis) => size === 1 || strides[axis] === dense[axis]);
}

/** The layout of a reshape that moves no data, or null where strides cannot express it. */
export function reshapeLayout(layout: Layout, shape: Shape): Layout | null {
  const strides = new Array<number>(shape.length).fill(0);
  // Axes of size one carry no information: match the others group by group, as numpy does.
  const old = layout.shape
    .map((size, axis) => ({ size, stride: layout.strides[axis] as number }))
    .filter(({ size }) => size !== 1);
  let o = 0;
  let n = 0;
  while (o < old.length) {
    let oldSize = (old[o] as { size: number }).size;
    let newSize = shape[n] ?? 1;
    let oldEnd = o + 1;
    let newEnd = n + 1;
    while (oldSize !== newSize) {
      if (newSize < oldSize) newSize *= shape[newEnd++] ?? 1;
      else oldSize *= (old[oldEnd++] as { size: number }).size;
    }
    for (let k = o; k < oldEnd - 1; k++) {
      const [a, b] = [old[k], old[k + 1]] as { size: number; stride: number }[];
      if (a && b && a.stride !== b.stride * b.size) return null;
    }
    let stride = (old[oldEnd - 1] as { stride: number }).stride;
    for (let k = newEnd - 1; k >= n; k--) {
      strides[k] = stride;
      stride *= shape[k] as number;
    }
    o = oldEnd;
    n = newEnd;
  }
  return { offset: layout.offset, shape, strides };
}
