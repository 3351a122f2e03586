import { useMemo, useRef } from "react";
import type { History } from "../../engine/history.ts";
import type { Measures } from "../../tasks/metric.ts";
import { Chart } from "../charts/chart.tsx";
import { useConfig } from "../stores/config-store.ts";
import { useEntrants, useRun } from "../stores/run-store.ts";
import { Entrants } from "./entrants.tsx";

/** Buckets a chart shows at most; each is a mean, so that noise does not hide the trend. */
const MAX_BUCKETS = 120;
const MIN_BUCKET = 5;

/** Mean of the losses that are there; null where there are none. */
function mean(losses: History["losses"], of: number): number | null {
  let [sum, count] = [0, 0];
  for (const entry of losses) {
    const loss = entry[of] ?? null;
    if (loss === null) continue;
    sum += loss;
    count++;
  }
  return count > 0 ? sum / count : null;
}

/** Means of the losses, bucket by bucket. */
interface Buckets {
  readonly of: History["steps"];
  readonly size: number;
  readonly entrants: number;
  /** Steps that are in them. */
  readonly seen: number;
  readonly x: number[];
  readonly losses: (number | null)[][];
}

/** The buckets of a history: those that were full before stay, and what came since is added. */
function bucketsOf({ steps, losses }: History, entrants: number, before: Buckets | null): Buckets {
  const size = Math.max(MIN_BUCKET, 2 ** Math.ceil(Math.log2(Math.max(1, steps.length / MAX_BUCKETS))));
  const goesOn = before?.of === steps && before.size === size && before.entrants === entrants;
  const full = goesOn && before.seen <= steps.length ? Math.floor(before.seen / size) : 0;
  const x = goesOn ? before.x.slice(0, full) : [];
  const means = Array.from({ length: entrants }, (_, of) => (goesOn ? (before.losses[of] ?? []).slice(0, full) : []));
  for (let start = full * size; start < steps.length; start += size) {
    const bucket = losses.slice(start, start + size);
    x.push(steps[Math.min(start + size, steps.length) - 1] as number);
    means.forEach((of, k) => {
      of.push(mean(bucket, k));
    });
  }
  return { of: steps, size, entrants, seen: steps.length, x, losses: means };
}

/** Loss, and the task's metrics, of all networks. */
export function LearningCurves({ metrics, loss }: Measures) {
  const history = useRun((state) => state.history);
  const steps = useConfig((state) => state.config.steps);
  const entrants = useEntrants();
  const last = useRef<Buckets | null>(null);
  const buckets = useMemo(() => {
    last.current = bucketsOf(history, entrants.length, last.current);
    return last.current;
  }, [history, entrants]);
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
        {metrics.map(({ name, title, help, scale, beside }) => (
          <Chart
            key={name}
            title={title}
            help={help}
            y={scale}
            x={x}
            end={steps}
            marked
            series={[
              ...models.map((model, of) => ({
                ...model,
                values: history.metrics.map((entry) => entry.metrics[of]?.[name] ?? null),
              })),
              ...(beside
                ? [
                    {
                      name: beside.title,
                      colour: "muted" as const,
                      values: history.metrics.map((entry) => entry.metrics[0]?.[beside.name] ?? null),
                    },
                  ]
                : []),
            ]}
          />
        ))}
      </div>
    </section>
  );
}
