import type { Gpu } from "../../gpu/device.ts";
import { type LinkedKernel, linkKernel } from "../../gpu/kernel.ts";
import type { LinkedStep, Step } from "./step.ts";

/** Third pass: links every kernel, equal ones once. */
export function linkSteps(gpu: Gpu, steps: readonly Step[]): Promise<LinkedStep[]> {
  const linked = new Map<string, Promise<LinkedKernel>>();
  return Promise.all(
    steps.map(async (step) => {
      const key = JSON.stringify({ ...step.kernel, label: "" });
      const kernel = linked.get(key) ?? linkKernel(step.kernel, gpu.sources);
      linked.set(key, kernel);
      return { ...step, ...(await kernel) };
    }),
  );
}
