import { lifts, models } from "../../config/models.ts";
import type { Config } from "../../config/schema.ts";
import { ORIGIN } from "../../lie/origin.ts";
import { groupOf } from "../../lie/registry.ts";
import { meanError } from "../../tasks/particles/comparison.ts";
import { SHORT } from "../../tasks/particles/measures.ts";
import { centred } from "../../tasks/particles/roll-out.ts";
import { figure } from "../../text/figure.ts";
import { AddNetwork } from "../panels/add-network.tsx";
import { Explain } from "../panels/explain.tsx";
import { Scroll } from "../panels/scroll.tsx";
import { useConfig } from "../stores/config-store.ts";
import { WrongOnOrbit } from "../survey/orbit-chart.tsx";
import { Why } from "../survey/why.tsx";
import type { Forecast, Forecasts, Truth } from "./futures.ts";

/** A prediction that runs away has no number. */
const inWords = (value: number | null): string =>
  value === null ? "–" : Number.isFinite(value) ? figure(value) : "ran away";

/** What a motion does to a config's predictions: positions count from their mean, so shifts do nothing to any potential. */
function equivarianceInWords(config: Config): string {
  if (!lifts(config)) {
    return `${models[config.model].title} takes positions from their mean, so shifts change nothing; rotations do.`;
  }
  const { rotation } = groupOf(config).invariance;
  if (rotation === "any") {
    return `${config.group} holds shifts and rotations: wherever you move the start, the same motion follows, moved.`;
  }
  if (rotation === "vertical") return `${config.group} holds shifts and rotations about z, and no others.`;
  if (rotation === "grid") return `${config.group} holds shifts and the rotations of its grid, not those between.`;
  return `${config.group} holds shifts, not rotations: shifts leave its forecast unchanged, rotations need not.`;
}

/** Particles that start where the group has no element to lift them to, counted from 1. */
function atMean({ system, start }: Truth): number[] {
  const { dimension, masses } = system;
  const places = centred(start, masses.length, dimension);
  return masses
    .map((_, k) => k)
    .filter((k) => Math.hypot(...places.slice(k * dimension, (k + 1) * dimension)) < ORIGIN)
    .map((k) => k + 1);
}

/** What becomes of particles at the mean, where rotations and scalings about it have no element. */
function originInWords(config: Config, truth: Truth): string {
  const fixed = lifts(config) && groupOf(config).fixesOrigin ? atMean(truth) : [];
  if (fixed.length === 0) return "";
  if (truth.system.masses.length === 1)
    return ` A single particle is its own mean, which ${config.group} leaves where it is.`;
  return ` Particle ${fixed.join(" and ")} starts at the mean of all, where ${config.group} has no element: it is lifted as if on the x axis, so that turns change how the others see it.`;
}

interface Row {
  readonly title: string;
  readonly help: string;
  readonly of: (forecast: Forecast) => number | null;
}

const rowsFor = (span: number): readonly Row[] => [
  {
    title: `Error over ${SHORT} states`,
    help: "Mean squared error of positions and momenta, the exact first state included, as published",
    of: ({ comparison }) => meanError(comparison, SHORT),
  },
  ...(span > SHORT
    ? [
        {
          title: `Error over ${span} states`,
          help: "The same over the whole horizon",
          of: ({ comparison }: Forecast) => meanError(comparison, span),
        },
      ]
    : []),
  {
    title: "Energy drift",
    help: "Largest change of the true energy along the prediction, in units of the true motion's largest kinetic energy",
    of: ({ comparison }) => comparison.energyDrift,
  },
  {
    title: "Learned energy drift",
    help: "The same of kinetic energy and the model's own potential: what its integrator keeps",
    of: ({ comparison }) => comparison.learnedEnergyDrift,
  },
  {
    title: "Momentum drift",
    help: "Largest change of total momentum along the prediction, in units of the sum of the first state's |p|",
    of: ({ comparison }) => comparison.momentumDrift,
  },
];

/** How far the predictions are off, what they conserve, and what the motion does to them. */
export function ComparisonTable({ truth, forecasts }: { truth: Truth; forecasts: Forecasts | null }) {
  const config = useConfig((state) => state.config);
  const told = forecasts?.models ?? [];
  const span = told[0]?.predicted.length ?? 0;
  return (
    <section className="panel comparison" aria-label="Predictions">
      <div className="row">
        <h2>How good is the forecast?</h2>
        <AddNetwork />
      </div>
      {told.length === 0 ? (
        <p className={truth.refusal ? "bad" : "note"}>
          {truth.refusal ?? "The first prediction comes as soon as the network is compiled."}
        </p>
      ) : (
        <Scroll label="Comparison">
          <table>
            <thead>
              <tr>
                <th scope="col">From this start</th>
                {told.map(({ title, parameters }) => (
                  <th key={title} scope="col" className="model">
                    {title}
                    <small>{`${parameters.toLocaleString("en")} parameters`}</small>
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rowsFor(span).map(({ title, help, of }) => (
                <tr key={title}>
                  <th scope="row">
                    <Explain term={title}>{help}</Explain>
                  </th>
                  {told.map((model) => (
                    <td key={model.title} className="number">
                      {inWords(of(model))}
                    </td>
                  ))}
                </tr>
              ))}
              <tr className="change">
                <th scope="row">
                  <Explain term="Change if moved">
                    Largest |z - g z'| / |g z'| along the way: z predicted from the moved start, g z' from the start and
                    then moved.
                  </Explain>
                </th>
                {told.map(({ title, comparison }) => (
                  <td key={title} className="number">
                    {inWords(comparison.change.reduce((a, b) => (b > a || Number.isNaN(b) ? b : a), 0))}
                  </td>
                ))}
              </tr>
            </tbody>
          </table>
        </Scroll>
      )}
      <p className="note">
        {equivarianceInWords(config)}
        {originInWords(config, truth)}
      </p>
      <WrongOnOrbit />
      <Why />
    </section>
  );
}
