import { standardsOf } from "./field.ts";
import { type Config, fields } from "./schema.ts";
import { taskPresets } from "./tasks.ts";
import type { View } from "./view.ts";

const standards: Config = standardsOf(fields);

interface Preset {
  readonly title: string;
  readonly config: Config;
  /** What to look at when it is chosen. */
  readonly view: Partial<View>;
  /** Whether its networks come trained. */
  readonly trained: boolean;
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
