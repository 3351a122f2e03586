import { useId, useRef, useState } from "react";
import type { Field } from "../../config/field.ts";
import { type Conflict, type FieldName, fields, fixInWords, shownFields } from "../../config/schema.ts";
import { readTyped } from "../../text/read-number.ts";
import { engine } from "../engine/engine.ts";
import { changedIn, readyDraft, useConfig, wantedOf } from "../stores/config-store.ts";
import { toggleSettings } from "../stores/frame-store.ts";
import { Explain } from "./explain.tsx";
import { NumberField } from "./number-field.tsx";

/** A number is kept as the text that was typed where it is none. */
const numberOrText = (text: string): number | string => {
  const typed = readTyped(text);
  return typeof typed === "number" ? typed : text;
};

function Control({ name }: { name: FieldName }) {
  const draft = useConfig((state) => state.draft);
  const value = draft[name];
  const problem = useConfig((state) => (state.entering === name ? undefined : state.invalid[name]));
  const { edit, enter } = useConfig.getState();
  const before = useRef(value);
  const field: Field = fields[name];
  // What is chosen stays on the list, even where it does not fit.
  const options = field.options?.filter((option) => option === value || (field.offers?.(option, draft) ?? true)) ?? [];
  const id = useId();
  const help = useId();
  const begin = () => {
    if (useConfig.getState().entering === name) return;
    before.current = value;
    enter(name);
  };
  const cancel = () => {
    if (useConfig.getState().entering !== name) return;
    edit(name, before.current);
    enter(null);
  };
  const described = { id, "aria-describedby": help, "aria-invalid": problem !== undefined };
  return (
    <div className="control">
      <span className="name">
        <label htmlFor={id}>{field.label}</label>
        <Explain beside={field.label}>{field.help}</Explain>
      </span>
      {field.options ? (
        <select {...described} value={String(value)} onChange={(event) => edit(name, event.target.value)}>
          {options.map((option) => (
            <option key={option}>{option}</option>
          ))}
        </select>
      ) : field.range ? (
        <NumberField
          id={id}
          range={field.range}
          value={value as number | string}
          describedBy={help}
          invalid={problem !== undefined}
          entry={{
            begin,
            type: (text) => edit(name, numberOrText(text)),
            end(text) {
              edit(name, numberOrText(text));
              enter(null);
            },
            cancel,
          }}
        />
      ) : (
        <input
          {...described}
          type="text"
          value={String(value)}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => {
            begin();
            edit(name, event.target.value);
          }}
          onBlur={() => useConfig.getState().entering === name && enter(null)}
          onKeyDown={(event) => event.key === "Escape" && cancel()}
        />
      )}
      <p id={help} className={problem ? "help bad" : "help"} hidden={!problem}>
        {problem ?? field.help}
      </p>
    </div>
  );
}

/** Settings that are reached for first. */
const first: readonly FieldName[] = ["group", "samples", "layers", "width", "rate", "seed"];

const Controls = ({ names }: { names: readonly FieldName[] }) => (
  <div className="controls">
    {names.map((name) => (
      <Control key={name} name={name} />
    ))}
  </div>
);

/** Settings whose label, help or name in a link holds all words of a search. */
function Found({ search, names }: { search: string; names: readonly FieldName[] }) {
  const words = search.toLowerCase().trim().split(/\s+/);
  const found = names.filter((name) => {
    const { label, help }: Field = fields[name];
    const text = `${name} ${label} ${help}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
  if (found.length === 0) return <p className="note">No setting is called that, nor says so in its help.</p>;
  return <Controls names={found} />;
}

/** Why the draft cannot be applied, as it was before what is being typed; what was wrong with that is no news. */
function Obstacles() {
  const { conflicts, invalid, entering, edit } = useConfig();
  const applyFix = ({ fix }: Conflict) => {
    for (const [name, value] of Object.entries(fix)) edit(name as FieldName, value);
  };
  return (
    <>
      {conflicts.map((conflict) => (
        <div key={conflict.reason} className="conflict">
          <p className="bad">Not possible: {conflict.reason}.</p>
          <button type="button" onClick={() => applyFix(conflict)}>
            Use {fixInWords(conflict)}
          </button>
        </div>
      ))}
      {Object.entries(invalid)
        .filter(([name]) => name !== entering)
        .map(([name, problem]) => (
          <p key={name} className="bad">
            Not possible: {problem}.
          </p>
        ))}
    </>
  );
}

/** Every setting, by section. Edits wait until they are applied: a new network starts from scratch. */
export function Settings() {
  const state = useConfig();
  const { draft, entering } = state;
  const changed = changedIn(state);
  const shown = shownFields(draft);
  const [search, setSearch] = useState("");
  const stopped = entering === null && !readyDraft(state);
  const apply = () => {
    state.enter(null);
    // What Enter ended is of this very moment.
    const now = useConfig.getState();
    const ready = readyDraft(now);
    if (ready && changedIn(now).length > 0) void engine().configure(wantedOf(now).preset, ready, true);
  };
  return (
    // The schema alone says what is valid: the browser's own opinion would stop the form without a word.
    <form
      id="settings"
      className="panel settings"
      aria-label="Settings"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        apply();
      }}
    >
      <div className="row">
        <h2>Settings</h2>
        <button type="button" onClick={toggleSettings}>
          Close
        </button>
      </div>
      <input
        type="search"
        placeholder={`Search ${shown.flatMap(({ names }) => names).length} settings`}
        aria-label="Search settings"
        value={search}
        onChange={({ target }) => setSearch(target.value)}
      />
      {search.trim() === "" ? (
        <>
          <Controls names={first.filter((name) => shown.some(({ names }) => names.includes(name)))} />
          {shown.map(({ heading, names }) => (
            <details key={heading} open={heading === "Network"}>
              <summary>{heading}</summary>
              <Controls names={names.filter((name) => !first.includes(name))} />
            </details>
          ))}
        </>
      ) : (
        <Found search={search} names={shown.flatMap(({ names }) => names)} />
      )}
      <div className="apply" role="status">
        <Obstacles />
        {changed.length > 0 && (
          <>
            <p>
              Changed: {changed.map((name) => fields[name].label.toLowerCase()).join(", ")}. Applying begins a new run;
              this one stays among the runs.
            </p>
            <div className="buttons">
              <button type="submit" className="primary" aria-disabled={stopped}>
                Apply
              </button>
              <button type="button" onClick={state.discardEdits}>
                Discard
              </button>
            </div>
          </>
        )}
      </div>
    </form>
  );
}
