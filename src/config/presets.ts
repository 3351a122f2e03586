import { standardsOf } from "./field.ts";
import { constellations } from "./presets/constellations.ts";
import { particles } from "./presets/particles.ts";
import { type Config, fields } from "./schema.ts";

const standards: Config = standardsOf(fields);

/** Every preset, in the order they are offered. A task's are a file, and a name here. */
export const presets: Readonly<Record<string, { readonly title: string; readonly config: Config }>> =
  Object.fromEntries(
    Object.entries({ ...constellations, ...particles }).map(([name, { title, changes }]) => [
      name,
      { title, config: { ...standards, ...changes } },
    ]),
  );

export const defaultPreset = "quick";
