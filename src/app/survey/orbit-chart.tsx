import { useMemo } from "react";
import { axesOf, nearest, orbitAxis } from "../../config/orbit.ts";
import { dimensionOf } from "../../config/tasks.ts";
import type { View } from "../../config/view.ts";
import { Chart } from "../charts/chart.tsx";
import { Explain } from "../panels/explain.tsx";
import { useConfig } from "../stores/config-store.ts";
import { useEntrants } from "../stores/run-store.ts";
import { coarse, look, useParts, useView } from "../stores/view-store.ts";
import { traitsOf } from "../task-traits.ts";
import { useSurvey } from "./use-survey.ts";

/** Below it a logarithmic axis shows nothing: no change at all stands on it. */
const LEAST = 1e-9;
/** The axis goes at least so far. */
const MOST = 10;

/** How often each network is wrong along the orbit. */
export function WrongOnOrbit() {
  const survey = useSurvey();
  const config = useConfig((state) => state.config);
  const axis = useView((view) => orbitAxis(view, config).axis);
  const entrants = useEntrants();
  if (!survey) return <p className="note waiting">Wrong along the orbit: –</p>;
  const unit = axis === "rotate" || axis === "yaw" || axis === "pitch" ? "angles" : "places";
  return (
    <p className="wrong-on-orbit">
      {traitsOf(config).wrong?.(survey.request) ?? "Wrong at"}{" "}
      {entrants.map(({ title, colour }, k) => {
        const right = survey.networks[k]?.orbit.right ?? [];
        return (
          <span key={title}>
            {k > 0 && ", "}
            <b className={`number ${colour}`}>
              {right.filter((answer) => !answer).length} of {right.length}
            </b>{" "}
            {k === 0 && `${unit} `}({title})
          </span>
        );
      })}
      .
      {axis === "rotate" && dimensionOf(config) === 2 && (
        <small> The bands around the ring, from inside; red where wrong.</small>
      )}
    </p>
  );
}

/** How far every network's answer changes along an orbit, beside rounding. A click goes there. */
export function OrbitChart() {
  const config = useConfig((state) => state.config);
  const parts = useParts("axis", "along", "rotate", "yaw", "pitch", "x", "y", "z", "scale");
  const survey = useSurvey();
  const axis = orbitAxis(parts, config);
  const entrants = useEntrants();
  const series = useMemo(
    () =>
      entrants.map(({ title: name, colour }, k) => ({
        name,
        colour,
        values: (survey?.networks[k]?.orbit.change ?? []).map((change) => Math.max(change, LEAST)),
      })),
    [survey, entrants],
  );
  const floor = Math.max(0, ...(survey?.networks ?? []).map(({ ladder }) => ladder.at(-1)?.floor ?? 0));
  const { values } = axis;
  const largest = Math.max(...series.flatMap((own) => own.values));
  const most = Math.max(MOST, 10 ** Math.ceil(Math.log10(Math.max(largest, LEAST))));
  return (
    <section className="panel orbit" aria-label="Orbit">
      <div className="row">
        <h2>
          <Explain term="Change along the orbit">
            |y' - y| / |y| of each network's outputs for 72 motions of this input. The band is rounding, measured by
            adding the same points in another order. Click to move the input there.
          </Explain>
        </h2>
        <label>
          <span>Along</span>
          <select value={axis.axis} onChange={({ target }) => look({ axis: target.value as View["axis"] })}>
            {axesOf(config).map((name) => (
              <option key={name} value={name}>
                {orbitAxis({ ...parts, axis: name }, config).label.toLowerCase()}
              </option>
            ))}
          </select>
        </label>
      </div>
      <Chart
        key={axis.axis}
        title="Change"
        x={values}
        start={values[0] as number}
        end={values.at(-1) as number}
        powersOfX={axis.axis === "scale"}
        y={[LEAST, most]}
        series={series}
        floor={floor}
        now={axis.now}
        at={nearest(values, axis.now)}
        height={170}
        onPick={(x) => look(coarse(axis.at(x)))}
      />
    </section>
  );
}
