import type { Layout } from "../shape.ts";
import type { Operation, Tensor } from "../tape.ts";
import { coordinates, operandIndex, spread } from "./elementwise.ts";
import { slice } from "./movement.ts";

const concatOperation: Operation = {
  name: "concat",
  kernel: (node, layouts) => {
    const axis: number = node.attributes.axis;
    const workgroups = spread(node.size, 64);
    let start = 0;
    const branches = layouts.map((layout: Layout, k) => {
      const end = start + (layout.shape[axis] as number);
      const branch = `if (whole < ${end}u) { let c${axis} = whole - ${start}u; result[i] = b${k}[${operandIndex(layout, node.shape.length)}]; }`;
      start = end;
      return branch;
    });
    const code = `${layouts.map((_, k) => `@group(0) @binding(${k}) var<storage, read> b${k}: array<f32>;`).join("\n")}
@group(0) @binding(${layouts.length}) var<storage, read_write> result: array<f32>;
@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let i = id.x + id.y * ${workgroups[0] * 64}u;
  if (i >= ${node.size}u) { return; }
  ${coordinates(node.shape).replace(`let c${axis} `, "let whole ")}
  ${branches.join("\n  else ")}
}`;
    return { label: "concat", code, workgroups };
  },
  vjp: (node, cotangent) => {
    const axis: number = node.attributes.axis;
    let start = 0;
    return node.inputs.map((input) => {
      const end = start + (input.shape[axis] as number);
      const piece = slice(cotangent, axis, start, end);
      start = end;
      return piece;
    });
  },
};

/** Every device gives eight storage buffers a stage, one of them for the result. */
const MAX_CONCAT = 7;

/** Tensors one after the other along `axis`. */
export function concat(tensors: readonly Tensor[], axis: number): Tensor {
  const first = tensors[0] as Tensor;
  if (tensors.length > MAX_CONCAT) {
    const groups = Array.from({ length: Math.ceil(tensors.length / MAX_CONCAT) }, (_, k) =>
      concat(tensors.slice(k * MAX_CONCAT, (k + 1) * MAX_CONCAT), axis),
    );
    return concat(groups, axis);
  }
  const whole = tensors.reduce((sum, x) => sum + (x.shape[axis] as number), 0);
  const shape = first.shape.map((size, k) => (k === axis ? whole : size));
  return first.tape.record(concatOperation, tensors, shape, { axis });
}
