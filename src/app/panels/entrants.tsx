import { Popover } from "@base-ui/react/popover";
import { figure } from "../../text/figure.ts";
import { useConfig, wantedOf } from "../stores/config-store.ts";
import { useEntrants, useRun } from "../stores/run-store.ts";
import { anew, trainBeside, useComparison } from "./add-network.tsx";
import { bytes } from "./bytes.ts";
import { Explain } from "./explain.tsx";
import { Scroll } from "./scroll.tsx";

/** Takes a network out of the comparison, after a word of what that costs. */
function LeaveOut({ title, onLeave }: { title: string; onLeave: () => void }) {
  const asShipped = useRun((state) => state.asShipped);
  return (
    <Popover.Root>
      <Popover.Trigger className="small" aria-label={`Leave out ${title}`}>
        ×
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner positionMethod="fixed" sideOffset={6} collisionPadding={8} className="explanation-place">
          <Popover.Popup className="explanation-text" aria-label={`Leave out ${title}`}>
            <p>
              Train without {title}? {anew(asShipped)}
            </p>
            <button type="button" className="primary" onClick={onLeave}>
              Leave it out
            </button>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}

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
                  <LeaveOut title={title} onLeave={() => trainBeside(preset, config, parts.toSpliced(k - 1, 1))} />
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}
