import { standardsOf } from "./field.ts";
import { type Config, fields } from "./schema.ts";
import { taskPresets } from "./tasks.ts";

const standards: Config = standardsOf(fields);

interface Preset {
  readonly title: string;
  readonly config: Config;
  /** Whether its networks come trained. */
  readonly trained: boolean;
}

/** Every preset, in the order they are offered. */
export const presets: Readonly<Record<string, Preset>> = Object.fromEntries(
  Object.entries(taskPresets).map(([name, { title, changes, trained = false }]) => [
    name,
    { title, config: { ...standards, ...changes }, trained },
  ]),
);

/** Whether the networks of a config come trained: it is a preset's, with nothing changed. */
export function comesTrained(preset: string, config: Config): boolean {
  const known = presets[preset];
  return known?.trained === true && JSON.stringify(known.config) === JSON.stringify(config);
}

export const defaultPreset = "quick";

/**
 * The link that an empty address opens: trained networks and a cloud that the Set Transformer counts rightly as it is given
 * and wrongly at most angles.
 */
export const opening = "preset=quick&cloud=2&rotate=90&x=0&y=0";
