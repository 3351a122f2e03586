import type { Operation, Tensor } from "../tape.ts";
import { coordinates, operandIndex, spread } from "./elementwise.ts";
import { slice } from "./movement.ts";

const padOperation: Operation = {
  name: "pad",
  kernel: (node, [layout]) => {
    const { axis, start } = node.attributes;
    const input = node.inputs[0] as Tensor;
    const end = start + (input.shape[axis] as number);
    const workgroups = spread(node.size, 64);
    const code = `@group(0) @binding(0) var<storage, read> b0: array<f32>;
@group(0) @binding(1) var<storage, read_write> result: array<f32>;
@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let i = id.x + id.y * ${workgroups[0] * 64}u;
  if (i >= ${node.size}u) { return; }
  ${coordinates(node.shape).replace(`let c${axis} `, "let whole ")}
  if (whole < ${start}u || whole >= ${end}u) { result[i] = 0.0; return; }
  let c${axis} = whole - ${start}u;
  result[i] = b0[${layout ? operandIndex(layout, node.shape.length) : ""}];
}`;
    return { label: "pad", code, workgroups };
  },
  vjp: (node, cotangent) => {
    const { axis, start } = node.attributes;
    return [slice(cotangent, axis, start, start + ((node.inputs[0] as Tensor).shape[axis] as number))];
  },
};

/** Zeros around `x` so that it fills `start ..` of an axis of length `whole`. */
export function pad(x: Tensor, axis: number, start: number, whole: number): Tensor {
  if (start === 0 && x.shape[axis] === whole) return x;
  const shape = x.shape.map((size, k) => (k === axis ? whole : size));
  return x.tape.record(padOperation, [x], shape, { axis, start, whole });
}
