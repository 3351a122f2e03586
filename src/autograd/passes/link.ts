import type { Gpu } from "../../gpu/device.ts";
import { type KernelSource, linkKernel } from "../../gpu/kernel.ts";
import { bindingTypes, threadsOf } from "../../gpu/merged-kernel.ts";
import type { LinkedStep, Step } from "./step.ts";

type Linked = Pick<LinkedStep, "code" | "threads" | "types">;

/** Third pass: links every kernel, equal ones once. */
export function linkSteps(gpu: Gpu, steps: readonly Step[]): Promise<LinkedStep[]> {
  const known = new Map<string, Promise<Linked>>();
  const link = async (kernel: KernelSource): Promise<Linked> => {
    const code = await linkKernel(kernel, gpu.sources);
    return { code, threads: threadsOf(code), types: bindingTypes(code) };
  };
  return Promise.all(
    steps.map(async (step) => {
      const key = JSON.stringify({ ...step.kernel, label: "" });
      const linked = known.get(key) ?? link(step.kernel);
      known.set(key, linked);
      return { ...step, ...(await linked) };
    }),
  );
}
