import type { Gpu } from "../../gpu/device.ts";
import type { Trainer } from "../../training/trainer.ts";
import type { Probe, ProbeRequest } from "../protocol.ts";
import { CloudProgram } from "./cloud-probe.ts";
import { RollOutProgram } from "./roll-out-probe.ts";

/** The programs behind everything a visitor inspects. */
export interface ProbeProgram {
  /** Null for a request of another task. */
  run(request: ProbeRequest): Promise<Probe | null>;
  destroy(): void;
}

/** What there is to look at in a config's task. */
export async function probeOf(gpu: Gpu, main: Trainer, baseline: Trainer | null): Promise<ProbeProgram> {
  if (main.config.task === "particles") {
    const program = await RollOutProgram.create(gpu, main, baseline);
    return {
      run: async (request) => (request.task === "particles" ? program.run(request) : null),
      destroy: () => program.destroy(),
    };
  }
  const program = await CloudProgram.create(gpu, main, baseline);
  return {
    run: async (request) => (request.task === "constellations" ? program.run(request) : null),
    destroy: () => program.destroy(),
  };
}
