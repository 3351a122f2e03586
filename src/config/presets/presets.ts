import type { Config } from "../schema.ts";

interface Preset {
  readonly title: string;
  /** Of the standards. */
  readonly changes: Partial<Config>;
  /** Whether its networks come trained, in `public/trained`. */
  readonly trained?: boolean;
}

/** Presets of a task, by name. */
export type Presets = Readonly<Record<string, Preset>>;
