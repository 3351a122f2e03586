import { cutFrom } from "../../tasks/air/request.ts";
import { figure } from "../../text/figure.ts";
import { AddNetwork } from "../panels/add-network.tsx";
import { Explain } from "../panels/explain.tsx";
import { Scroll } from "../panels/scroll.tsx";
import { useEntrants, useProbe } from "../stores/run-store.ts";
import { useParts } from "../stores/view-store.ts";

/** How far every network, and what fills in without learning, is off where something is hidden in the window. */
export function Answers() {
  const probe = useProbe("air");
  const entrants = useEntrants();
  const deleted = cutFrom(useParts("cut").cut) !== null;
  const { window } = probe ?? {};
  const hidden = window ? Array.from(window.hidden.keys()).filter((k) => window.hidden[k] === 1) : [];
  const errorOf = (filled: Float32Array | undefined) =>
    hidden.reduce((sum, k) => sum + Math.abs((filled?.[k] as number) - (window?.values[k] as number)), 0) /
    Math.max(1, hidden.length);
  return (
    <section className="panel predictions" aria-label="Predictions">
      <div className="row">
        <h2>What was not told?</h2>
        <AddNetwork />
      </div>
      <p className="note">
        {probe
          ? `${hidden.length} of ${probe.window.values.length} entries of this window are hidden: stretches of half its hours, drawn at random${deleted ? ", and the hours that you deleted" : ""}.`
          : "–"}
      </p>
      <Scroll label="Comparison">
        <table>
          <thead>
            <tr>
              <td />
              <th scope="col">
                <Explain term="Off by">
                  Mean absolute error of the hidden entries of this window, in standard deviations of their measurement.
                </Explain>
              </th>
            </tr>
          </thead>
          <tbody>
            {(probe?.models ?? []).map((filled, k) => (
              <tr key={entrants[k]?.title ?? "network"}>
                <th scope="row" className={entrants[k]?.colour}>
                  {entrants[k]?.title}
                </th>
                <td className="number">{figure(errorOf(filled))}</td>
              </tr>
            ))}
            <tr>
              <th scope="row">
                <Explain term="A line in time">Between the hours before and after that are told.</Explain>
              </th>
              <td className="number">{probe ? figure(errorOf(probe.time)) : "–"}</td>
            </tr>
            <tr>
              <th scope="row">
                <Explain term="Other stations">
                  Those that are told at the hour, by the inverse of their distance.
                </Explain>
              </th>
              <td className="number">{probe ? figure(errorOf(probe.place)) : "–"}</td>
            </tr>
          </tbody>
        </table>
      </Scroll>
      {!probe && <p className="note waiting">The first answer comes as soon as the network is compiled.</p>}
    </section>
  );
}
