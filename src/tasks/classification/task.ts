import { noFiles } from "../../data/data-files.ts";
import type { CloudProbe, CloudRequest } from "../clouds/probe.ts";
import { cloudTask } from "../clouds/task.ts";
import type { Task } from "../task.ts";
import { settingsOf } from "./labelled.ts";
import { openSet } from "./set.ts";

/** Telling clouds of a set apart, such as a visitor's own. */
export const classification: Task<CloudRequest, CloudProbe> = {
  ...cloudTask,
  async open(config, files = noFiles) {
    const { space, slots, kinds } = settingsOf(await openSet(config.set, files));
    const differs = Object.entries({ space, slots, kinds }).find(([name, value]) => config[name as "space"] !== value);
    if (differs)
      throw new Error(`The set ${config.set} has ${differs[0]}=${differs[1]}, not ${config[differs[0] as "space"]}.`);
    return cloudTask.open(config);
  },
};
