import { useMemo } from "react";
import { INTERVAL } from "../../tasks/particles/systems.ts";
import { Chart, type Series } from "../charts/chart.tsx";
import { Legend } from "../charts/legend.tsx";
import type { Forecasts } from "./futures.ts";
import { useTime } from "./player.ts";

const finite = (values: readonly number[]) => values.map((value) => (Number.isFinite(value) ? value : null));

/** The first state is given: nothing of it but rounding is anyone's error. */
const fromSecond = (values: readonly number[]) => [null, ...finite(values).slice(1)];

/** Error, energy, momentum and the motion's effect against time; a line marks the time that is shown. */
export function InTime({ forecasts }: { forecasts: Forecasts | null }) {
  const time = useTime();
  const drawn = useMemo(() => {
    if (!forecasts) return null;
    const { course, models } = forecasts;
    const truth: Pick<Series, "name" | "colour"> = { name: "true", colour: "ink" };
    type Course = "error" | "energy" | "momentum" | "change";
    const of = (name: Course, values: (course: readonly number[]) => (number | null)[]): Series[] =>
      models.map(({ title, colour, comparison }) => ({ name: title, colour, values: values(comparison[name]) }));
    return {
      x: course.energy.map((_, state) => state * INTERVAL),
      legend: [truth, ...models.map(({ title: name, colour }) => ({ name, colour }))],
      charts: [
        {
          title: "Error",
          help: "Squared error of a state, mean over positions and momenta",
          y: "powers of ten",
          series: of("error", fromSecond),
        },
        {
          title: "Energy",
          help: "True energy of the predicted states",
          y: "both signs",
          series: [{ ...truth, values: finite(course.energy) }, ...of("energy", finite)],
        },
        {
          title: "Momentum",
          help: "Length of the total momentum",
          y: "from zero",
          series: [{ ...truth, values: finite(course.momentum) }, ...of("momentum", finite)],
        },
        {
          title: "Change if moved",
          help: "Moved and then predicted against predicted and then moved, relative",
          y: "powers of ten",
          series: of("change", fromSecond),
        },
      ] as const,
    };
  }, [forecasts]);
  if (!drawn) return null;
  const { x, legend, charts } = drawn;
  const last = x.length - 1;
  const at = Math.min(time, last);
  const axis = { x, end: last * INTERVAL, now: at * INTERVAL, at };
  return (
    <section className="panel in-time" aria-label="In time">
      <div className="row">
        <h2>In time</h2>
        <Legend series={legend} />
      </div>
      <div className="charts">
        {charts.map((chart) => (
          <Chart key={chart.title} {...axis} {...chart} />
        ))}
      </div>
    </section>
  );
}
