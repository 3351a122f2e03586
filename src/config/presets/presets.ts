import type { Config } from "../schema.ts";
import type { View } from "../view.ts";

export interface TaskPreset {
  readonly title: string;
  /** Of the standards. */
  readonly changes: Partial<Config>;
  /** What to look at when it is chosen: where its point shows. */
  readonly view?: Partial<View>;
  /** Whether its networks come trained, in `public/trained`. */
  readonly trained?: boolean;
}

/** Presets of a task, by name. */
export type Presets = Readonly<Record<string, TaskPreset>>;
