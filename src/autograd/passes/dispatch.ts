import type { Gpu } from "../../gpu/device.ts";
import { mergeKernels } from "../../gpu/wgsl/merge.ts";
import { textOf } from "../../gpu/wgsl/tokens.ts";
import type { Dispatch } from "../program.ts";
import { type LinkedCall, type Value, valuesOf } from "./call.ts";

/** Last pass: the pipeline and bindings of calls that run together, merged into one kernel where they are several. */
export async function dispatchOf(gpu: Gpu, calls: readonly LinkedCall[]): Promise<Dispatch> {
  const label = calls.map(({ kernel }) => kernel.label).join(" | ");
  const values = [...new Set(calls.flatMap(valuesOf))];
  const parts = calls.map((call) => ({
    tokens: call.tokens,
    workgroups: call.kernel.workgroups,
    bindings: valuesOf(call).map((value) => values.indexOf(value)),
  }));
  const [single, ...others] = parts as [(typeof parts)[0]];
  const { code, bindings, workgroups } =
    others.length > 0 ? mergeKernels(parts) : { ...single, code: textOf(single.tokens) };
  const pipeline = await gpu.pipelines.get(label, code);
  const bindGroup = gpu.device.createBindGroup({
    label,
    layout: pipeline.getBindGroupLayout(0),
    entries: bindings.map((index, binding) => {
      const value = values[index] as Value;
      const buffer = value.buffer as GPUBuffer;
      // Whole vectors: kernels that read four numbers at once may want the last ones of a length that four does not divide.
      const size = Math.min(Math.ceil(value.bytes / 16) * 16, buffer.size - value.offset);
      return { binding, resource: { buffer, offset: value.offset, size } };
    }),
  });
  return { label, pipeline, bindGroup, workgroups };
}
