import { figure } from "../../text/figure.ts";
import { useEntrants, useRun } from "../stores/run-store.ts";
import { bytes } from "./bytes.ts";
import { Scroll } from "./scroll.tsx";

/** The networks that train side by side, and what a training step of each costs. */
export function Entrants() {
  const entrants = useEntrants();
  const milliseconds = useRun((state) => state.milliseconds);
  return (
    <Scroll label="Networks">
      <table className="entrants">
        <thead>
          <tr>
            <th scope="col">Network</th>
            <th scope="col">Parameters</th>
            <th scope="col" title="Buffers of its training step">
              Memory
            </th>
            <th scope="col" title="Time that the GPU takes for its share of a training step, drawing batches left out">
              A step
            </th>
          </tr>
        </thead>
        <tbody>
          {entrants.map(({ title, colour, parameters, bytes: size }, k) => (
            <tr key={title}>
              <th scope="row" className={colour}>
                {title}
              </th>
              <td className="number">{figure(parameters)}</td>
              <td className="number">{bytes(size)}</td>
              <td className="number">
                {milliseconds[k] === null
                  ? "rests"
                  : milliseconds[k] === undefined
                    ? "–"
                    : `${figure(milliseconds[k])} ms`}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}
