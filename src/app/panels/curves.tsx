import { useMemo } from "react";
import { testSetsOf } from "../../tasks/constellations/batch.ts";
import { useConfig } from "../stores/config-store.ts";
import { type History, useRun } from "../stores/run-store.ts";
import { Chart } from "./chart.tsx";

/** Buckets a chart shows at most; each is a mean, so that noise does not hide the trend. */
const MAX_BUCKETS = 120;
const MIN_BUCKET = 5;

function lossCurve({ steps, losses }: History, baseline: boolean): (number | null)[][] {
  const size = Math.max(MIN_BUCKET, Math.ceil(steps.length / MAX_BUCKETS));
  const rows: (number | null)[][] = baseline ? [[], [], []] : [[], []];
  for (let start = 0; start < steps.length; start += size) {
    const bucket = losses.slice(start, start + size);
    const mean = (pick: (entry: (typeof bucket)[number]) => number) =>
      bucket.reduce((sum, entry) => sum + pick(entry), 0) / bucket.length;
    rows[0]?.push(steps[Math.min(start + size, steps.length) - 1] as number);
    rows[1]?.push(mean((entry) => entry.main));
    if (baseline) rows[2]?.push(mean((entry) => entry.baseline ?? 0));
  }
  return rows;
}

/** Of the test sets, in their order. */
const setTitles = ["Accuracy, given", "Accuracy, shifted", "Accuracy, rotated"] as const;

/** Loss, and accuracy on each test set, of both models. */
export function Curves() {
  const history = useRun((state) => state.history);
  const baseline = useRun((state) => (state.summary?.parameters.baseline ?? null) !== null);
  const config = useConfig((state) => state.config);
  const { model, steps } = config;
  const names =
    model === "set-transformer"
      ? ["Set Transformer"]
      : baseline
        ? ["LieTransformer", "Set Transformer"]
        : ["LieTransformer"];
  const loss = useMemo(() => lossCurve(history, baseline), [history, baseline]);
  const accuracies = useMemo(
    () =>
      testSetsOf(config).map((set) => [
        history.accuracy.map(({ step }) => step),
        history.accuracy.map(({ accuracy }) => accuracy.main[set] ?? null),
        ...(baseline ? [history.accuracy.map(({ accuracy }) => accuracy.baseline?.[set] ?? null)] : []),
      ]),
    [history, baseline, config],
  );
  return (
    <section className="panel curves" aria-label="Learning curves">
      <div className="row">
        <h2>Learning</h2>
        <ul className="legend">
          {names.map((name, k) => (
            <li key={name} className={`series-${k}`}>
              {name}
            </li>
          ))}
        </ul>
      </div>
      <div className="charts">
        <Chart title="Loss" data={loss} names={names} steps={steps} />
        {testSetsOf(config).map((set, k) => (
          <Chart
            key={set}
            title={setTitles[k] as string}
            data={accuracies[k] as number[][]}
            names={names}
            range={[0.4, 1.005]}
            steps={steps}
          />
        ))}
      </div>
    </section>
  );
}
