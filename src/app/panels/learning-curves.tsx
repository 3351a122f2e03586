import { useMemo } from "react";
import type { History } from "../../engine/history.ts";
import { modelTitles } from "../models.ts";
import { useConfig } from "../stores/config-store.ts";
import { useRun } from "../stores/run-store.ts";
import { Chart, type Series } from "./chart.tsx";
import { Legend } from "./legend.tsx";

/** Buckets a chart shows at most; each is a mean, so that noise does not hide the trend. */
const MAX_BUCKETS = 120;
const MIN_BUCKET = 5;

function bucketsOf({ steps, losses }: History) {
  const size = Math.max(MIN_BUCKET, Math.ceil(steps.length / MAX_BUCKETS));
  const count = Math.ceil(steps.length / size);
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const buckets = Array.from({ length: count }, (_, k) => losses.slice(k * size, (k + 1) * size));
  return {
    x: buckets.map((_, k) => steps[Math.min((k + 1) * size, steps.length) - 1] as number),
    main: buckets.map((bucket) => mean(bucket.map((entry) => entry.main))),
    baseline: buckets.map((bucket) => mean(bucket.map((entry) => entry.baseline ?? 0))),
  };
}

interface Metric {
  /** Its name among the task's metrics. */
  readonly name: string;
  readonly title: string;
  readonly help?: string;
  readonly y: readonly [number, number] | "powers of ten";
}

/** Loss, and the task's metrics, of both models. */
export function LearningCurves({ metrics, loss }: { metrics: readonly Metric[]; loss: "from zero" | "powers of ten" }) {
  const history = useRun((state) => state.history);
  const config = useConfig((state) => state.config);
  const titles = modelTitles(config);
  const buckets = useMemo(() => bucketsOf(history), [history]);
  const colours = ["accent", "muted"] as const;
  const models = titles.map((name, k) => ({
    name,
    colour: colours[k] as Series["colour"],
    of: (["main", "baseline"] as const)[k] as "main" | "baseline",
  }));
  const x = useMemo(() => history.metrics.map(({ step }) => step), [history]);
  const { steps } = config;
  return (
    <section className="panel curves" aria-label="Learning curves">
      <div className="row">
        <h2>Learning</h2>
        <Legend series={models} />
      </div>
      <div className="charts">
        <Chart
          title="Loss"
          x={buckets.x}
          end={steps}
          y={loss}
          series={models.map(({ of, ...model }) => ({ ...model, values: buckets[of] }))}
        />
        {metrics.map(({ name, ...metric }) => (
          <Chart
            key={name}
            {...metric}
            x={x}
            end={steps}
            marked
            series={models.map(({ of, ...model }) => ({
              ...model,
              values: history.metrics.map((entry) => entry.metrics[of]?.[name] ?? null),
            }))}
          />
        ))}
      </div>
    </section>
  );
}
