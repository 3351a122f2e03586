import type { CloudProbe, CloudRequest } from "./constellations/probe.ts";
import type { RollOutProbe, RollOutRequest } from "./particles/probe.ts";

/** What a visitor looks at, by task: a task's probe is a file in its folder and a name in each line here. */
export type ProbeRequest = CloudRequest | RollOutRequest;
export type Probe = CloudProbe | RollOutProbe;

/** The programs behind everything a visitor inspects. */
export interface ProbeProgram {
  /** @param request of the program's own task */
  run(request: ProbeRequest): Promise<Probe>;
  destroy(): void;
}
