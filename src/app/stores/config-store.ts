import { create } from "zustand";
import { problemWith } from "../../config/field.ts";
import { defaultPreset, presets } from "../../config/presets.ts";
import { type Config, type Conflict, conflictsIn, type FieldName, fields } from "../../config/schema.ts";

interface ConfigState {
  readonly preset: string;
  /** What runs, and what a link carries. */
  readonly config: Config;
  /** What the panel shows: the config with edits that have not been applied. */
  readonly draft: Readonly<Record<FieldName, unknown>>;
  /** Why a field's draft cannot be applied. */
  readonly invalid: Readonly<Partial<Record<FieldName, string>>>;
  /** Why the draft as a whole cannot be applied. */
  readonly conflicts: readonly Conflict[];
  edit(name: FieldName, value: unknown): void;
  choosePreset(preset: string): void;
  discardEdits(): void;
  /** The engine built this config. */
  applied(preset: string, config: Config): void;
}

const initial = presets[defaultPreset]?.config as Config;
const settled = { invalid: {}, conflicts: [] as readonly Conflict[] };

export const useConfig = create<ConfigState>()((set, get) => ({
  preset: defaultPreset,
  config: initial,
  draft: initial,
  ...settled,
  edit(name, value) {
    const draft = { ...get().draft, [name]: value };
    const { [name]: _, ...others } = get().invalid;
    const problem = problemWith(name, fields[name], value);
    const invalid = problem ? { ...others, [name]: problem } : others;
    const complete = Object.keys(invalid).length === 0;
    set({ draft, invalid, conflicts: complete ? conflictsIn(draft as Config) : [] });
  },
  choosePreset(preset) {
    const config = presets[preset]?.config;
    if (config) set({ preset, draft: config, ...settled });
  },
  discardEdits: () => set(({ config }) => ({ draft: config, ...settled })),
  applied: (preset, config) => set({ preset, config, draft: config, ...settled }),
}));

/** The draft as a config that can run, or null while it cannot. */
export function readyDraft({ draft, invalid, conflicts }: ConfigState): Config | null {
  return Object.keys(invalid).length === 0 && conflicts.length === 0 ? (draft as Config) : null;
}
