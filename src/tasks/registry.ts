import type { Config } from "../config/schema.ts";
import { constellations } from "./constellations/task.ts";
import { particles } from "./particles/task.ts";
import type { Task } from "./task.ts";

const tasks: Readonly<Record<Config["task"], Task>> = { constellations, particles };

export const taskOf = (config: Config): Task => tasks[config.task];
