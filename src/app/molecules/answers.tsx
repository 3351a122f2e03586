import { lifts } from "../../config/models.ts";
import { COINCIDENT, closestPair } from "../../molecules/molecule.ts";
import { targets } from "../../molecules/targets.ts";
import { figure } from "../../text/figure.ts";
import { Explain } from "../panels/explain.tsx";
import { Scroll } from "../panels/scroll.tsx";
import { useConfig } from "../stores/config-store.ts";
import { useEntrants } from "../stores/run-store.ts";
import { useParts } from "../stores/view-store.ts";
import { WrongOnOrbit } from "../survey/orbit-chart.tsx";
import { Why } from "../survey/why.tsx";
import { useLooked } from "./looked.ts";

/** A value with as many decimals as its unit deserves. */
const shown = (value: number | null | undefined): string =>
  value === null || value === undefined ? "–" : value.toFixed(Math.abs(value) >= 100 ? 2 : 4);

/** The property as it was computed, beside what all networks predict, before and after the motion. */
export function Answers() {
  const config = useConfig((state) => state.config);
  const { title, help, unit, reportUnit, reportFactor } = targets[config.target];
  const looked = useLooked();
  const entrants = useEntrants();
  const probe = looked?.probe ?? null;
  const truth = probe?.truth ?? null;
  const { molecule: asked } = useParts("molecule");
  const closest = looked?.own ? closestPair(looked) : null;
  const missing = probe !== null && !looked?.own && probe.molecule.id !== asked;
  const error = (value: number | undefined) =>
    truth === null || value === undefined ? "–" : figure((value - truth) * reportFactor);
  return (
    <section className="panel predictions" aria-label="Predictions">
      <div className="row">
        <h2>
          <Explain term={title}>{help}</Explain>
        </h2>
        <span className="note">{looked?.name ?? "no molecule yet"}</span>
      </div>
      {closest && closest.length < COINCIDENT && (
        <p className="bad" role="alert">
          Atoms {closest.pair[0] + 1} and {closest.pair[1] + 1} are as good as in one place: no network has learned
          that.
        </p>
      )}
      {missing && (
        <p className="note">
          No. {asked} is not among the molecules that are loaded: another one is shown. With molecules “full” all are.
        </p>
      )}
      <Scroll label={title}>
        <table>
          <thead>
            <tr>
              <td />
              <th scope="col">As given, {unit}</th>
              <th scope="col">Moved, {unit}</th>
              <th scope="col">Change, {reportUnit}</th>
              <th scope="col">
                <Explain term={`Error, ${reportUnit}`}>
                  Prediction of the molecule as given less the value that QM9 computed by density functional theory.
                </Explain>
              </th>
              <th scope="col">
                <Explain term={`Lifts, ${reportUnit}`}>
                  Standard deviation of the prediction over eight fresh lifts of the molecule as given; a dash for a
                  network that draws none.
                </Explain>
              </th>
            </tr>
          </thead>
          <tbody>
            <tr>
              <th scope="row">QM9</th>
              <td className="number">{shown(truth)}</td>
              <td className="number">–</td>
              <td className="number">–</td>
              <td />
              <td />
            </tr>
            {entrants.map(({ title: name, colour, config: own }, k) => {
              const prediction = probe?.models[k];
              return (
                <tr key={name}>
                  <th scope="row" className={colour}>
                    {name}
                  </th>
                  <td className="number">{shown(prediction?.given)}</td>
                  <td className="number">{shown(prediction?.moved)}</td>
                  <td className="number">
                    {prediction ? figure(Math.abs(prediction.moved - prediction.given) * reportFactor) : "–"}
                  </td>
                  <td className="number">{error(prediction?.given)}</td>
                  <td className="number">
                    {lifts(own) && prediction?.spread != null ? `± ${figure(prediction.spread * reportFactor)}` : "–"}
                  </td>
                </tr>
              );
            })}
            <tr>
              <th scope="row">
                <Explain term="Counts alone">
                  The least-squares fit on how many atoms of each element there are: what a network must beat.
                </Explain>
              </th>
              <td className="number">{shown(probe?.linear)}</td>
              <td className="number">{shown(probe?.linear)}</td>
              <td className="number">0</td>
              <td className="number">{error(probe?.linear)}</td>
              <td />
            </tr>
          </tbody>
        </table>
      </Scroll>
      <WrongOnOrbit />
      <Why />
    </section>
  );
}
