import { useMemo } from "react";
import type uPlot from "uplot";

import { models as titles } from "../../config/models.ts";
import { models, publishedErrors, sizes } from "../../experiments/data-efficiency/published.ts";
import type { Result } from "../../experiments/study.ts";
import { powerOfTen } from "../../text/figure.ts";
import { Plot, type PlotOptions, powersAround, powersOfTen } from "../charts/plot.tsx";
import type { Palette } from "../palette.ts";

const HEIGHT = 340;

/** Of the models, in their order. */
const colours = ["accent", "negative", "muted"] as const;

const optionsFor = (palette: Palette): PlotOptions => ({
  padding: [12, 20, 0, 0],
  scales: {
    x: { time: false, distr: 3, range: () => [8, 130_000] },
    y: { distr: 3, range: (_, low, high) => powersAround(low, high) },
  },
  axes: [
    {
      ...powersOfTen,
      size: 26,
      label: "Training systems",
      values: (_, splits) => splits.map((x) => x.toLocaleString("en")),
    },
    {
      ...powersOfTen,
      size: 44,
      label: "Squared error, 5 states",
      values: (_, splits) => splits.map(powerOfTen),
    },
  ],
  series: [
    {},
    ...models.map((model, k) => ({
      label: `${titles[model].title}, published`,
      stroke: palette[colours[k] as (typeof colours)[number]],
      width: 1.5,
      dash: [5, 4],
      spanGaps: true,
      points: { show: false },
    })),
    ...models.map((model, k) => ({
      label: `${titles[model].title}, here`,
      stroke: palette[colours[k] as (typeof colours)[number]],
      width: 2,
      spanGaps: true,
      points: { show: true, size: 8, fill: palette[colours[k] as (typeof colours)[number]] },
    })),
  ],
});

/** All sizes, published and ours, and what each curve has there. */
function dataOf(results: readonly Result[]): uPlot.AlignedData {
  const x = [...new Set([...sizes, ...results.map(({ choice }) => Number(choice[0]))])].sort((a, b) => a - b);
  const published = models.map((model) =>
    x.map((size) => publishedErrors[model][(sizes as readonly number[]).indexOf(size)] ?? null),
  );
  const own = models.map((model) =>
    x.map((size) => {
      const error = results.find(({ choice }) => choice[1] === model && Number(choice[0]) === size)?.metrics[5];
      // What ran away has no place on the axis; the table tells.
      return error !== undefined && Number.isFinite(error) ? error : null;
    }),
  );
  return [x, ...published, ...own];
}

/** Error by number of training systems, both in powers of ten: the published curves dashed, what was found here drawn out. */
export function EfficiencyChart({ results }: { results: readonly Result[] }) {
  const data = useMemo(() => dataOf(results), [results]);
  return (
    <figure className="efficiency">
      <ul className="legend">
        {models.map((model, k) => (
          <li key={model} className={colours[k]}>
            {titles[model].title}
          </li>
        ))}
        <li className="dashed muted">published</li>
      </ul>
      <Plot
        options={optionsFor}
        data={data}
        height={HEIGHT}
        label="Error by number of training systems, published and found here; the table below has the numbers found here"
      />
    </figure>
  );
}
