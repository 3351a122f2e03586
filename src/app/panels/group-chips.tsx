import { lifts } from "../../config/models.ts";
import { comesTrained, presets } from "../../config/presets.ts";
import type { Config } from "../../config/schema.ts";
import { dimensionOf } from "../../config/tasks.ts";
import { withGroup } from "../../config/with-group.ts";
import { groupNamed, groupNames, takesBasis } from "../../lie/registry.ts";
import { engine } from "../engine/engine.ts";
import { useConfig, wantedOf } from "../stores/config-store.ts";
import { symmetriesOf } from "../survey/reasons.ts";
import { Explain } from "./explain.tsx";

/** The preset whose networks come trained for a config, if there is one. */
const trainedPreset = (config: Config): string | undefined =>
  Object.keys(presets).find((name) => comesTrained(name, config));

/** What a config turns into with a group that comes trained, where one does. */
function choiceOf(config: Config, group: string): { readonly config: Config; readonly trained: string | undefined } {
  const changed = withGroup(config, group);
  const trained = changed.group === group ? trainedPreset(changed) : undefined;
  return { config: changed, trained };
}

/** The group of the network, to try others: a new run with the same settings, or one that comes trained. */
export function GroupChips() {
  const preset = useConfig((state) => wantedOf(state).preset);
  const config = useConfig((state) => wantedOf(state).config);
  if (!lifts(config)) return null;
  const choose = (group: string) => {
    if (group === config.group) return;
    const { config: changed, trained } = choiceOf(config, group);
    void (trained ? engine().open(trained, changed) : engine().configure(preset, changed, true));
  };
  return (
    <section className="panel groups" aria-label="Built-in symmetry">
      <div className="row">
        <h2>
          <Explain term="Built-in symmetry">
            The group that attention is equivariant to. Another one begins a new run; those with a tick come trained.
          </Explain>
        </h2>
        {!takesBasis(config.group) && <span className="note">{symmetriesOf(groupNamed(config.group))}</span>}
      </div>
      <div className="chips">
        {groupNames(dimensionOf(config)).map((name) => (
          <button
            key={name}
            type="button"
            aria-pressed={name === config.group}
            className={choiceOf(config, name).trained ? "ready" : ""}
            onClick={() => choose(name)}
          >
            {name}
          </button>
        ))}
      </div>
    </section>
  );
}
