import { useEffect, useId } from "react";
import type { Field } from "../../config/field.ts";
import { type Config, type Conflict, type FieldName, fieldNames, fields, fixInWords } from "../../config/schema.ts";
import { configure } from "../engine-client.ts";
import { readyDraft, useConfig } from "../stores/config-store.ts";
import { useRun } from "../stores/run-store.ts";

const sections = ["Task", "Network", "Training"] as const;

function Control({ name }: { name: FieldName }) {
  const draft = useConfig((state) => state.draft);
  const value = draft[name];
  const problem = useConfig((state) => state.invalid[name]);
  const edit = useConfig((state) => state.edit);
  const field: Field = fields[name];
  // What is chosen stays on the list, even where it does not fit.
  const options = field.options?.filter((option) => option === value || (field.offers?.(option, draft) ?? true)) ?? [];
  const id = useId();
  const help = useId();
  const described = { id, "aria-describedby": help, "aria-invalid": problem !== undefined };
  return (
    <div className="control">
      <label htmlFor={id}>{field.label}</label>
      {field.options ? (
        <select {...described} value={String(value)} onChange={(event) => edit(name, event.target.value)}>
          {options.map((option) => (
            <option key={option}>{option}</option>
          ))}
        </select>
      ) : field.range ? (
        <input
          {...described}
          type="number"
          {...field.range}
          step={name === "rate" ? "any" : field.range.step}
          value={Number.isNaN(value) ? "" : String(value)}
          onChange={(event) => edit(name, event.target.valueAsNumber)}
        />
      ) : (
        <input
          {...described}
          type="text"
          value={String(value)}
          spellCheck={false}
          onChange={(event) => edit(name, event.target.value)}
        />
      )}
      <p id={help} className={problem ? "help bad" : "help"}>
        {problem ?? field.help}
      </p>
    </div>
  );
}

/** Every setting, by section. Edits wait until they are applied: a new network starts from scratch. */
export function Settings() {
  const state = useConfig();
  const { preset, draft, config, conflicts, invalid, discardEdits } = state;
  const ready = readyDraft(state);
  const building = useRun(({ status }) => status === "building");
  const changed = fieldNames.filter((name) => draft[name] !== config[name]);
  const applyFix = ({ fix }: Conflict) => {
    for (const [name, value] of Object.entries(fix)) state.edit(name as FieldName, value);
  };
  const apply = (next: Config) => void configure(preset, next, true);
  // A preset is chosen to be seen: it runs at once.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only another preset applies by itself.
  useEffect(() => {
    if (changed.length > 0 && ready && useRun.getState().summary) apply(ready);
  }, [preset]);
  const shown = (name: FieldName) => (fields[name] as Field).applies?.(draft) ?? true;
  return (
    <form
      className="panel settings"
      aria-label="Settings"
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) apply(ready);
      }}
    >
      <h2>Settings</h2>
      {sections.map((section) => (
        <details key={section} open={section === "Network"}>
          <summary>{section}</summary>
          <div className="controls">
            {fieldNames
              .filter((name) => fields[name].section === section && shown(name))
              .map((name) => (
                <Control key={name} name={name} />
              ))}
          </div>
        </details>
      ))}
      <div className="apply" role="status">
        {conflicts.map((conflict) => (
          <div key={conflict.reason} className="conflict">
            <p className="bad">Not possible: {conflict.reason}.</p>
            <button type="button" onClick={() => applyFix(conflict)}>
              Use {fixInWords(conflict)}
            </button>
          </div>
        ))}
        {Object.values(invalid).map((problem) => (
          <p key={problem} className="bad">
            Not possible: {problem}.
          </p>
        ))}
        {changed.length > 0 && (
          <>
            <p>
              Changed: {changed.map((name) => fields[name].label.toLowerCase()).join(", ")}. Applying starts training
              afresh.
            </p>
            <div className="buttons">
              <button type="submit" className="primary" disabled={!ready || building}>
                Apply
              </button>
              <button type="button" onClick={discardEdits}>
                Discard
              </button>
            </div>
          </>
        )}
      </div>
    </form>
  );
}
