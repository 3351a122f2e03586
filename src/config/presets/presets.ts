import type { Config } from "../schema.ts";

/** Presets of a task, by name: what each changes of the standards. */
export type Presets = Readonly<Record<string, { readonly title: string; readonly changes: Partial<Config> }>>;
