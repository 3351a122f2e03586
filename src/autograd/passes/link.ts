import type { Gpu } from "../../gpu/device.ts";
import { type LinkedKernel, linkKernel } from "../../gpu/kernel.ts";
import type { KernelCall, LinkedCall } from "./call.ts";

/** Third pass: links every kernel, equal ones once. */
export function linkCalls(gpu: Gpu, calls: readonly KernelCall[]): Promise<LinkedCall[]> {
  const linked = new Map<string, Promise<LinkedKernel>>();
  return Promise.all(
    calls.map(async (call) => {
      const key = JSON.stringify({ ...call.kernel, label: "" });
      const kernel = linked.get(key) ?? linkKernel(call.kernel, gpu.sources);
      linked.set(key, kernel);
      return { ...call, ...(await kernel) };
    }),
  );
}
