import { create } from "zustand";
import { conflictsIn } from "../../config/comparison.ts";
import { problemWith } from "../../config/field.ts";
import { defaultPreset, presets } from "../../config/presets.ts";
import { type Config, type Conflict, type FieldName, fieldNames, fields } from "../../config/schema.ts";

/** A config and the preset that it is told from. */
export interface Asked {
  readonly preset: string;
  readonly config: Config;
}

interface ConfigState extends Asked {
  /** What is being built, and will run if that succeeds. */
  readonly asked: Asked | null;
  /** What the panel shows: the config with edits that have not been applied. Text is kept as it was typed. */
  readonly draft: Readonly<Record<FieldName, unknown>>;
  /** The field that is being typed into: what is wrong with the draft is not looked into until that is done. */
  readonly entering: FieldName | null;
  /** Why a field's draft cannot be applied. */
  readonly invalid: Readonly<Partial<Record<FieldName, string>>>;
  /** Why the draft as a whole cannot be applied. */
  readonly conflicts: readonly Conflict[];
  edit(name: FieldName, value: unknown): void;
  enter(name: FieldName | null): void;
  discardEdits(): void;
  /** A config is to be built: the panel shows it from now on. */
  ask(asked: Asked): void;
  /** It was, or could not be: then its settings stay in the panel as edits of what runs. */
  answered(asked: Asked, built: boolean): void;
}

const initial = presets[defaultPreset]?.config as Config;
const settled = { entering: null, invalid: {}, conflicts: [] as readonly Conflict[] };

/** A draft, and all that is wrong with it. */
function checked(draft: ConfigState["draft"]): Pick<ConfigState, "draft" | "invalid" | "conflicts"> {
  const problems = fieldNames.map((name) => [name, problemWith(name, fields[name], draft[name])] as const);
  const invalid = Object.fromEntries(problems.filter(([, problem]) => problem !== null));
  return { draft, invalid, conflicts: Object.keys(invalid).length === 0 ? conflictsIn(draft as Config) : [] };
}

export const useConfig = create<ConfigState>()((set, get) => ({
  preset: defaultPreset,
  config: initial,
  asked: null,
  draft: initial,
  ...settled,
  edit(name, value) {
    const draft = { ...get().draft, [name]: value };
    set(get().entering === null ? checked(draft) : { draft });
  },
  enter: (entering) => set(({ draft }) => ({ entering, ...(entering === null ? checked(draft) : {}) })),
  discardEdits: () => set(({ config, asked }) => ({ draft: asked?.config ?? config, ...settled })),
  ask: (asked) => set({ asked, draft: asked.config, ...settled }),
  answered(asked, built) {
    set((state) => ({
      ...(built ? { preset: asked.preset, config: asked.config } : {}),
      asked: state.asked === asked ? null : state.asked,
    }));
  },
}));

/** What runs, or is about to. */
export const wantedOf = ({ asked, preset, config }: ConfigState): Asked => asked ?? { preset, config };

/** Names of the settings that the panel would change. */
export const changedIn = ({ draft, ...state }: ConfigState): FieldName[] =>
  fieldNames.filter((name) => draft[name] !== wantedOf({ draft, ...state }).config[name]);

/** The draft as a config that can run, or null while it cannot. */
export function readyDraft({ draft, invalid, conflicts }: ConfigState): Config | null {
  return Object.keys(invalid).length === 0 && conflicts.length === 0 ? (draft as Config) : null;
}
