import type { Config } from "../config/schema.ts";
import { air } from "./air/task.ts";
import { classification } from "./classification/task.ts";
import { constellations } from "./constellations/task.ts";
import { events } from "./events/task.ts";
import { graphs } from "./graphs/task.ts";
import { molecules } from "./molecules/task.ts";
import { nbody } from "./nbody/task.ts";
import { particles } from "./particles/task.ts";
import { scans } from "./scans/task.ts";
import { sequences } from "./sequences/task.ts";
import type { Task } from "./task.ts";

/** Every task: a new one is a folder, and a name here. */
const tasks = {
  constellations,
  scans,
  particles,
  nbody,
  molecules,
  graphs,
  events,
  sequences,
  air,
  classification,
} as const satisfies Readonly<Record<Config["task"], Task>>;

type AnyTask = (typeof tasks)[keyof typeof tasks];
type RequestOf<T> = T extends Task<infer Request, infer _> ? Request : never;
type ProbeOf<T> = T extends Task<infer _, infer Probe> ? Probe : never;

/** What a visitor may look at, and what comes of it. */
export type ProbeRequest = RequestOf<AnyTask>;
export type Probe = ProbeOf<AnyTask>;

export const taskOf = (config: Config): Task<ProbeRequest, Probe> => tasks[config.task];
