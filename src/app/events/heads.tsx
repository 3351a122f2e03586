import { viewFields } from "../../config/view.ts";
import { Stepper } from "../panels/stepper.tsx";
import { useConfig } from "../stores/config-store.ts";
import { useEntrants, useProbe } from "../stores/run-store.ts";
import { look, useParts } from "../stores/view-store.ts";

/** Which sequence, and whose head draws the arcs. */
export function Heads() {
  const probe = useProbe("events");
  const entrants = useEntrants();
  const { trajectory, layer, head, drawn } = useParts("trajectory", "layer", "head", "drawn");
  const { tests, layers, heads } = useConfig(({ config }) => config);
  const own = Math.max(0, viewFields.drawn.options.indexOf(drawn));
  return (
    <section className="panel heads" aria-label="Sequence and head">
      <div className="row">
        <Stepper
          name="sequence"
          value={((trajectory - 1) % tests) + 1}
          max={tests}
          go={(to) => look({ trajectory: to })}
        />
        {layers > 1 && (
          <Stepper
            name="layer"
            value={Math.min(Math.max(layer, 1), layers)}
            max={layers}
            go={(to) => look({ layer: to })}
          />
        )}
        {heads > 1 && (
          <Stepper name="head" value={Math.min(Math.max(head, 1), heads)} max={heads} go={(to) => look({ head: to })} />
        )}
        {entrants.length > 1 && (
          <label>
            Attention of{" "}
            <select
              value={entrants[own] ? own : 0}
              onChange={({ target }) => look({ drawn: viewFields.drawn.options[Number(target.value)] as typeof drawn })}
            >
              {entrants.map(({ title }, k) => (
                <option key={title} value={k}>
                  {title}
                </option>
              ))}
            </select>
          </label>
        )}
      </div>
      {probe?.names.some((name, type) => name !== String(type + 1)) && (
        <ul className="kinds">
          {[...new Set(probe.sequence.types)]
            .sort((a, b) => a - b)
            .map((type) => (
              <li key={type}>
                {type + 1}: {probe.names[type]}
              </li>
            ))}
        </ul>
      )}
    </section>
  );
}
