import type { Rung } from "../../tasks/survey.ts";
import { figure } from "../../text/figure.ts";
import { Explain } from "../panels/explain.tsx";
import { type Entrant, useEntrants } from "../stores/run-store.ts";
import { useIsCurrent, useSurvey } from "./use-survey.ts";
import "./survey.css";

/** Ends of the axis, as powers of ten. */
const [LOW, HIGH] = [-9, 1];
const TICKS = [-8, -6, -4, -2, 0];

/** Where a change stands on the axis, in percent. */
const placeOf = (change: number): number =>
  (100 * (Math.min(HIGH, Math.max(LOW, Math.log10(Math.max(change, 10 ** LOW)))) - LOW)) / (HIGH - LOW);

/** The longest name of a layer as a whole. */
const LAYER = "Layer 10";

/** In the order they are drawn; the last is of the motion of now. */
const kinds = ["outside", "own", "moved"] as const;

interface MarkProps {
  readonly kind: (typeof kinds)[number];
  readonly change: number | null | undefined;
  readonly entrant: Entrant;
}

function Mark({ kind, change, entrant }: MarkProps) {
  if (change === null || change === undefined) return null;
  return <i className={`mark ${kind} ${entrant.colour}`} style={{ left: `${placeOf(change)}%` }} />;
}

function inWords(entrant: Entrant, { floor, moved, own, outside }: Rung, current: boolean): string {
  const parts = [
    ...(current ? [`${figure(moved)} under the motion of now`] : []),
    ...(own === null ? [] : [`at most ${figure(own)} under random elements of its group`]),
    ...(outside === null ? [] : [`${figure(outside)} outside it`]),
    `${figure(floor)} by rounding`,
  ];
  return `${entrant.title}: ${parts.join(", ")}.`;
}

/** How far each layer of every network follows a motion, beside rounding and a motion that it has no reason to hold. */
export function Ladder() {
  const survey = useSurvey();
  const current = useIsCurrent(survey);
  const entrants = useEntrants();
  const networks = survey?.networks ?? [];
  const layers = Math.max(0, ...networks.map(({ ladder }) => ladder.length - 1));
  const rows = Array.from({ length: layers + 1 }, (_, row) => {
    const rungs = networks.map(({ ladder }) => (row === layers ? ladder.at(-1) : ladder.slice(0, -1)[row]));
    const name = rungs.find((rung) => rung?.name)?.name ?? `Layer ${row + 1}`;
    return { name: row === layers ? "Output" : name, rungs };
  });
  const outside = [...new Set(networks.flatMap((network) => (network.outside ? [network.outside] : [])))].join(", ");
  return (
    <section className="panel ladder" aria-label="Change, layer by layer">
      <h2>
        <Explain term="How far each layer follows">
          |y' - y| / |y| of the points' features after a layer, and of the output. The grey band is rounding: the same
          points in another order, which float32 adds up differently. A network is equivariant as far as its marks stay
          near that band.
        </Explain>
      </h2>
      {survey ? (
        <>
          <table className={rows.some(({ name }) => name.length > LAYER.length) ? "named" : undefined}>
            <thead>
              <tr>
                <th scope="col">
                  <span className="visually-hidden">Layer</span>
                </th>
                <th scope="col" className="axis">
                  <span className="visually-hidden">Change</span>
                  {TICKS.map((power) => (
                    <small key={power} aria-hidden="true" style={{ left: `${placeOf(10 ** power)}%` }}>
                      10<sup>{power}</sup>
                    </small>
                  ))}
                </th>
              </tr>
            </thead>
            <tbody>
              {rows.map(({ name, rungs }) => (
                <tr key={name}>
                  <th scope="row">{name}</th>
                  <td>
                    <div className="scale" aria-hidden="true">
                      <i
                        className="floor"
                        style={{ width: `${placeOf(Math.max(...rungs.map((rung) => rung?.floor ?? 0)))}%` }}
                      />
                      {entrants.map((entrant, k) =>
                        (current ? kinds : kinds.slice(0, 2)).map((kind) => (
                          <Mark
                            key={`${entrant.title} ${kind}`}
                            kind={kind}
                            change={rungs[k]?.[kind]}
                            entrant={entrant}
                          />
                        )),
                      )}
                    </div>
                    <span className="visually-hidden">
                      {entrants.map((entrant, k) => (rungs[k] ? inWords(entrant, rungs[k], current) : "")).join(" ")}
                    </span>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          <ul className="marks">
            <li>
              <i className="mark moved" />
              this motion
            </li>
            <li>
              <i className="mark own" />
              worst of 4 random elements of its group
            </li>
            {outside && (
              <li>
                <i className="mark outside" />
                control: {outside}
              </li>
            )}
          </ul>
        </>
      ) : (
        <p className="note waiting">Measured as soon as the networks run and the hand rests.</p>
      )}
    </section>
  );
}
