import { WORKGROUPS } from "../gpu/limits.ts";
import { contiguousStrides, type Layout, type Shape } from "./shape.ts";

/** WGSL of indices: from an invocation to an element of an output, and from there to those of its operands. */

/** Index of the element of a broadcast operand that belongs to output coordinates `c0, c1, ..`. */
export function operandIndex({ offset, shape, strides }: Layout, rank: number): string {
  const terms: string[] = offset > 0 ? [`${offset}u`] : [];
  shape.forEach((size, k) => {
    const stride = strides[k] as number;
    if (size === 1 || stride === 0) return;
    const coordinate = `c${rank - shape.length + k}`;
    terms.push(stride === 1 ? coordinate : `${coordinate} * ${stride}u`);
  });
  return terms.length > 0 ? terms.join(" + ") : "0u";
}

/** WGSL that splits the linear index `i` into coordinates `c0, c1, ..` of `shape`. */
export function coordinates(shape: Shape, index = "i"): string {
  const strides = contiguousStrides(shape);
  return shape
    .map((size, k) => {
      const quotient = strides[k] === 1 ? index : `${index} / ${strides[k]}u`;
      return `let c${k} = ${k === 0 ? quotient : `(${quotient}) % ${size}u`};`;
    })
    .join(" ");
}

/** Workgroups for `threads` invocations, spread over two dimensions where one is not enough. */
export function spread(threads: number, workgroupSize: number): [number, number, number] {
  const groups = Math.max(1, Math.ceil(threads / workgroupSize));
  const rows = Math.ceil(groups / WORKGROUPS);
  return [Math.ceil(groups / rows), rows, 1];
}

/** Index into `layout`, from its offset on, of number `index` among the coordinates along some axes of `shape`. */
export function indexOver(axes: readonly number[], shape: Shape, layout: Layout, index: string): string {
  const sizes = axes.map((axis) => shape[axis] as number);
  const places = contiguousStrides(sizes);
  const terms = axes.map((axis, k) => {
    const quotient = places[k] === 1 ? index : `${index} / ${places[k]}u`;
    const coordinate = k === 0 ? `(${quotient})` : `((${quotient}) % ${sizes[k]}u)`;
    return `${coordinate} * ${layout.strides[axis]}u`;
  });
  return terms.length > 0 ? terms.join(" + ") : "0u";
}
