import { standardsOf } from "./field.ts";
import { type Config, fields } from "./schema.ts";
import { taskPresets } from "./tasks.ts";

const standards: Config = standardsOf(fields);

/** Every preset, in the order they are offered. */
export const presets: Readonly<Record<string, { readonly title: string; readonly config: Config }>> =
  Object.fromEntries(
    Object.entries(taskPresets).map(([name, { title, changes }]) => [
      name,
      { title, config: { ...standards, ...changes } },
    ]),
  );

export const defaultPreset = "quick";
