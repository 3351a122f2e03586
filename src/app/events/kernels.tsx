import { useMemo } from "react";
import { eventSources } from "../../config/event-sources.ts";
import { seesPlaces } from "../../config/sections/time-attention.ts";
import { centred, correlation } from "../../tasks/events/recovered.ts";
import { trueKernel } from "../../tasks/events/renewal.ts";
import { Chart, type Series } from "../charts/chart.tsx";
import { Explain } from "../panels/explain.tsx";
import { useConfig } from "../stores/config-store.ts";
import { useProbe } from "../stores/run-store.ts";
import { useParts } from "../stores/view-store.ts";

const colours = ["accent", "second", "third", "fourth"] as const;
/** Heads whose curves are drawn together. */
const MOST = colours.length;

/** What heads give the time between two events, and the waves that it is made of, while it is learned. */
export function Kernels() {
  const probe = useProbe("events");
  const config = useConfig((state) => state.config);
  const { layer } = useParts("layer");
  const { heads, layers, events, time_kernel: kind, time_combine: combine, kinds_seen: seen } = config;
  const unit = eventSources[events].unit.name;
  const own = probe?.models[0];
  const shown = Math.min(Math.max(layer, 1), layers) - 1;
  const curves = useMemo(() => own?.kernels.slice(shown * heads, (shown + 1) * heads) ?? [], [own, shown, heads]);
  const gaps = probe?.gaps ?? [];
  // Alone in the scores of one head the kernel is what the events were drawn by.
  const known = events === "renewal" && curves.length === 1 && seen === "no";
  const alone = seen === "no" || combine === "sum";
  const truth = useMemo(() => (known ? gaps.map(trueKernel) : []), [known, gaps]);
  const series: Series[] = curves.slice(0, MOST).map((values, h) => ({
    name: heads > 1 ? `head ${h + 1}` : "learned",
    colour: colours[h] as (typeof colours)[number],
    values: known ? centred(values) : values,
  }));
  if (known) series.push({ name: "true", colour: "ink", values: centred(truth) });
  const waves = [...(own?.spectrum ?? [])].sort((a, b) => a.period - b.period);
  if (kind === "none") return null;
  return (
    <section className="panel kernels" aria-label="Kernels of time">
      <h2>What it sees of time</h2>
      <div className="charts">
        <Chart
          title={`Score by ${unit} between, layer ${shown + 1}`}
          help={`What ${alone ? "a head adds to the score" : "a head's score is made from, beside the kinds,"} of an event that lies so many ${unit} back${seesPlaces(config) ? ", at the same place with the same frame" : ""}${known ? ", less its mean, beside the kernel that the events were drawn by" : ""}.`}
          x={gaps}
          end={gaps.at(-1) ?? 1}
          series={series}
          y="both signs"
        />
        {waves.length > 0 && (
          <Chart
            title={`Spectrum by period, ${unit}`}
            help={`Waves of all heads' kernels by their period in ${unit}, and how much of each there is.`}
            x={waves.map(({ period }) => period)}
            start={waves[0]?.period ?? 0}
            end={waves.at(-1)?.period ?? 1}
            powersOfX
            marked
            series={[{ name: "amount", colour: "accent", values: waves.map(({ amount }) => amount) }]}
            y="both signs"
          />
        )}
      </div>
      {known && (
        <p className="recovered">
          <Explain term="Correlation with the true kernel">
            Of the learned curve with the one that the events were drawn by, over three days. Training recovers it.
          </Explain>
          : <b className="number">{correlation(curves[0] ?? [], truth).toFixed(3)}</b>
        </p>
      )}
    </section>
  );
}
