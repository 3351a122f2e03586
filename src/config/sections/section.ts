import type { Field } from "../field.ts";
import type { Config, Conflict } from "../schema.ts";

/** Settings that belong together: a module of them is a file of this folder. */
export interface Section {
  /** Under which heading they stand. */
  readonly heading: "Task" | "Network" | "Training";
  readonly fields: Readonly<Record<string, Field>>;
  /** The tasks and the models that they mean anything for; all, where left out. */
  readonly when?: { readonly task?: readonly string[]; readonly model?: readonly string[] };
  /** What does not go together, asked while the section means anything. The first is mended first. */
  readonly conflicts?: (config: Config) => readonly Conflict[];
}
