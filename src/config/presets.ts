import { standardsOf } from "./field.ts";
import type { TaskPreset } from "./presets/presets.ts";
import { type Config, fields } from "./schema.ts";
import { taskPresets } from "./tasks.ts";

const standards: Config = standardsOf(fields);

interface Preset extends Required<Omit<TaskPreset, "changes">> {
  readonly config: Config;
}

/** Every preset, in the order they are offered. */
export const presets: Readonly<Record<string, Preset>> = Object.fromEntries(
  Object.entries(taskPresets).map(([name, { title, changes, view = {}, trained = false }]) => [
    name,
    { title, config: { ...standards, ...changes }, view, trained },
  ]),
);

/** Whether the networks of a config come trained: it is a preset's, with nothing changed. */
export function comesTrained(preset: string, config: Config): boolean {
  const known = presets[preset];
  return known?.trained === true && JSON.stringify(known.config) === JSON.stringify(config);
}

export const defaultPreset = "quick";
