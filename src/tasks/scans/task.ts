import type { CloudProbe, CloudRequest } from "../clouds/probe.ts";
import { cloudTask } from "../clouds/task.ts";
import { setTransformerLike } from "../constellations/companions.ts";
import type { Task } from "../task.ts";

/** Telling solids by scans that see a part of them: upright while it learns, turned in the test. */
export const scans: Task<CloudRequest, CloudProbe> = {
  ...cloudTask,
  companions: (config) => (config.model === "set-transformer" ? [] : [setTransformerLike(config)]),
};
