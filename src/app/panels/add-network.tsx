import { Popover } from "@base-ui/react/popover";
import { useState } from "react";
import { compareText, conflictsIn, hasRoom, partFor, partsOf } from "../../config/comparison.ts";
import { lifts, models } from "../../config/models.ts";
import { type Config, fields, mended } from "../../config/schema.ts";
import { dimensionOf, traitsOf } from "../../config/tasks.ts";
import { withGroup } from "../../config/with-group.ts";
import { groupNames, takesBasis } from "../../lie/registry.ts";
import { engine } from "../engine/engine.ts";
import { useConfig, wantedOf } from "../stores/config-store.ts";
import { useEntrants, useRun } from "../stores/run-store.ts";

/** Settings of the attention that a network may have of its own. */
const ownSettings = ["content", "location", "normalise"] as const;

/** Begins a run in which others train beside the asked network. */
export const trainBeside = (preset: string, config: Config, parts: readonly string[]): void =>
  void engine().configure(preset, { ...config, compare: compareText(parts) }, true);

/** Parts of the comparison that runs. */
export function useComparison(): readonly string[] {
  const config = useConfig((state) => wantedOf(state).config);
  const [, ...others] = useEntrants();
  return partsOf(
    config,
    others.map((entrant) =>
      entrant.config.model === config.model ? partFor(config, entrant.config) : entrant.config.model,
    ),
  );
}

/** What becomes of the networks of now. */
export const anew = (asShipped: boolean): string =>
  `All begin anew; ${asShipped ? "those that came trained come back with the preset" : "this run stays among Runs"}.`;

function Choices({ onDone }: { onDone: () => void }) {
  const preset = useConfig((state) => wantedOf(state).preset);
  const config = useConfig((state) => wantedOf(state).config);
  const parts = useComparison();
  const asShipped = useRun((state) => state.asShipped);
  // Where nothing but the model can differ, another one.
  const [other, setOther] = useState<Config>(() =>
    lifts(config)
      ? config
      : mended({
          ...config,
          model: (traitsOf(config).models.find((name) => name !== config.model) ?? config.model) as Config["model"],
        }),
  );
  const change = (changes: Partial<Config>) => setOther(mended({ ...other, ...changes }));
  const part = partFor(config, other);
  const next = { ...config, compare: compareText([...parts, part]) };
  const [conflict] = conflictsIn(next);
  const same = part === config.model && other.model === config.model;
  return (
    <div className="add-network">
      <p>It trains beside the others on the same batches. {anew(asShipped)}</p>
      <label>
        <span>Model</span>
        <select value={other.model} onChange={({ target }) => change({ model: target.value as Config["model"] })}>
          {traitsOf(config).models.map((model) => (
            <option key={model} value={model}>
              {models[model as Config["model"]].title}
            </option>
          ))}
        </select>
      </label>
      {lifts(other) && (
        <>
          <label>
            <span>Group</span>
            <select value={other.group} onChange={({ target }) => setOther(withGroup(other, target.value))}>
              {groupNames(dimensionOf(config))
                .filter((name) => !takesBasis(name) || name === config.group)
                .map((name) => (
                  <option key={name}>{name}</option>
                ))}
            </select>
          </label>
          {ownSettings.map((name) => (
            <label key={name}>
              <span>{fields[name].label}</span>
              <select value={other[name]} onChange={({ target }) => change({ [name]: target.value })}>
                {fields[name].options.map((option) => (
                  <option key={option}>{option}</option>
                ))}
              </select>
            </label>
          ))}
        </>
      )}
      <p className={conflict ? "help bad" : "help"} role="status">
        {conflict?.reason ?? (same ? "The same as the one there is, to the last weight: change something." : part)}
      </p>
      <button
        type="button"
        className="primary"
        disabled={conflict !== undefined}
        onClick={() => {
          trainBeside(preset, config, [...parts, part]);
          onDone();
        }}
      >
        Add and train
      </button>
    </div>
  );
}

/** Adds a network to those that are compared. */
export function AddNetwork() {
  const [open, setOpen] = useState(false);
  const room = hasRoom(useComparison());
  const built = useEntrants().length > 0;
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger disabled={!room || !built} className="small">
        {room ? "+ Add a network" : "Four networks"}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner positionMethod="fixed" sideOffset={6} collisionPadding={8} className="explanation-place">
          <Popover.Popup className="explanation-text" aria-label="Add a network">
            <Choices onDone={() => setOpen(false)} />
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}
