import { viewFields } from "../../config/view.ts";
import { figure } from "../../text/figure.ts";
import { AddNetwork } from "../panels/add-network.tsx";
import { Explain } from "../panels/explain.tsx";
import { Scroll } from "../panels/scroll.tsx";
import { useConfig } from "../stores/config-store.ts";
import { look, useParts } from "../stores/view-store.ts";
import { WrongOnOrbit } from "../survey/orbit-chart.tsx";
import { Why } from "../survey/why.tsx";
import { drawnOf, useLookedAt } from "./looked.ts";

/** How far each network is off for this system, and what the motion does to what it says. */
export function Answers() {
  const { coasting, networks } = useLookedAt();
  const { drawn } = useParts("drawn");
  const ahead = useConfig(({ config }) => config.ahead);
  return (
    <section className="panel predictions" aria-label="Predictions">
      <div className="row">
        <h2>Where will they be after a time of {figure(ahead / 10)}?</h2>
        <AddNetwork />
      </div>
      {networks.length === 0 && (
        <p className="note">The first prediction comes as soon as the networks are compiled.</p>
      )}
      <Scroll label="Comparison">
        <table>
          <thead>
            <tr>
              <td />
              <th scope="col">
                <Explain term="Places off">
                  Mean squared error of the places that are predicted of this system, moved as it is drawn, an axis at a
                  time.
                </Explain>
              </th>
              <th scope="col">
                <Explain term="Velocities off">The same of the predicted velocities.</Explain>
              </th>
              <th scope="col">
                <Explain term="Change if moved">
                  |f(g x) - g f(x)| / |g f(x)|: what it says of the moved system against what it said before, moved
                  along. Zero but for rounding where the network follows the motion.
                </Explain>
              </th>
              <th scope="col">Drawn</th>
            </tr>
          </thead>
          <tbody>
            {networks.map(({ title, colour, error, change }, k) => (
              <tr key={title}>
                <th scope="row" className={colour}>
                  {title}
                </th>
                <td className="number">{figure(error.position)}</td>
                <td className="number">{figure(error.velocity)}</td>
                <td className="number">{figure(change)}</td>
                <td>
                  <input
                    type="radio"
                    name="drawn"
                    aria-label={`Draw what ${title} says`}
                    checked={networks[k] === drawnOf({ networks }, drawn)}
                    onChange={() => look({ drawn: viewFields.drawn.options[k] as typeof drawn })}
                  />
                </td>
              </tr>
            ))}
            <tr>
              <th scope="row">
                <Explain term="Constant velocity">Each goes on as it goes: what a network must beat.</Explain>
              </th>
              <td className="number">{figure(coasting.position)}</td>
              <td className="number">{figure(coasting.velocity)}</td>
              <td className="number">0</td>
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
