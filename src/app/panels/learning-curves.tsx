import { useMemo } from "react";
import type { History } from "../../engine/history.ts";
import type { Measures } from "../../tasks/metric.ts";
import { useConfig } from "../stores/config-store.ts";
import { useEntrants, useRun } from "../stores/run-store.ts";
import { Chart } from "./chart.tsx";
import { Entrants } from "./entrants.tsx";

/** Buckets a chart shows at most; each is a mean, so that noise does not hide the trend. */
const MAX_BUCKETS = 120;
const MIN_BUCKET = 5;

/** Means of the losses of each of so many entrants. */
function bucketsOf({ steps, losses }: History, entrants: number) {
  const size = Math.max(MIN_BUCKET, Math.ceil(steps.length / MAX_BUCKETS));
  const count = Math.ceil(steps.length / size);
  const mean = (values: readonly number[]) =>
    values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
  const buckets = Array.from({ length: count }, (_, k) => losses.slice(k * size, (k + 1) * size));
  return {
    x: buckets.map((_, k) => steps[Math.min((k + 1) * size, steps.length) - 1] as number),
    losses: Array.from({ length: entrants }, (_, of) =>
      buckets.map((bucket) => mean(bucket.map((entry) => entry[of] ?? null).filter((loss) => loss !== null))),
    ),
  };
}

/** Loss, and the task's metrics, of all networks. */
export function LearningCurves({ metrics, loss }: Measures) {
  const history = useRun((state) => state.history);
  const steps = useConfig((state) => state.config.steps);
  const entrants = useEntrants();
  const buckets = useMemo(() => bucketsOf(history, entrants.length), [history, entrants]);
  const models = entrants.map(({ title: name, colour }) => ({ name, colour }));
  const x = useMemo(() => history.metrics.map(({ step }) => step), [history]);
  return (
    <section className="panel curves" aria-label="Learning curves">
      <h2>Learning</h2>
      <Entrants />
      <div className="charts">
        <Chart
          title="Loss"
          x={buckets.x}
          end={steps}
          y={loss}
          series={models.map((model, of) => ({ ...model, values: buckets.losses[of] ?? [] }))}
        />
        {metrics.map(({ name, title, help, scale }) => (
          <Chart
            key={name}
            title={title}
            help={help}
            y={scale}
            x={x}
            end={steps}
            marked
            series={models.map((model, of) => ({
              ...model,
              values: history.metrics.map((entry) => entry.metrics[of]?.[name] ?? null),
            }))}
          />
        ))}
      </div>
    </section>
  );
}
