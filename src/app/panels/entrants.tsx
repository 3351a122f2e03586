import { figure } from "../../text/figure.ts";
import { useConfig, wantedOf } from "../stores/config-store.ts";
import { useEntrants, useRun } from "../stores/run-store.ts";
import { trainBeside, useComparison } from "./add-network.tsx";
import { bytes } from "./bytes.ts";
import { Explain } from "./explain.tsx";
import { Scroll } from "./scroll.tsx";

/** The networks that train side by side, and what a training step of each costs. */
export function Entrants() {
  const entrants = useEntrants();
  const parts = useComparison();
  const preset = useConfig((state) => wantedOf(state).preset);
  const config = useConfig((state) => wantedOf(state).config);
  const milliseconds = useRun((state) => state.milliseconds);
  return (
    <Scroll label="Networks">
      <table className="entrants">
        <thead>
          <tr>
            <th scope="col">Network</th>
            <th scope="col">Parameters</th>
            <th scope="col">
              <Explain term="Memory">Buffers of its training step.</Explain>
            </th>
            <th scope="col">
              <Explain term="A step">
                Time that the GPU takes for its share of a training step, drawing batches left out.
              </Explain>
            </th>
            <td />
          </tr>
        </thead>
        <tbody>
          {entrants.map(({ title, colour, parameters, bytes: size }, k) => (
            <tr key={title}>
              <th scope="row" className={colour}>
                {title}
              </th>
              <td className="number">{figure(parameters)}</td>
              <td className="number">{size === null ? "–" : bytes(size)}</td>
              <td className="number">
                {milliseconds[k] === null
                  ? "rests"
                  : milliseconds[k] === undefined
                    ? "–"
                    : `${figure(milliseconds[k])} ms`}
              </td>
              <td>
                {k > 0 && (
                  <button
                    type="button"
                    className="small"
                    aria-label={`Leave out ${title}`}
                    onClick={() => trainBeside(preset, config, parts.toSpliced(k - 1, 1))}
                  >
                    ×
                  </button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}
