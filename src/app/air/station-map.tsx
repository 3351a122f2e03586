import { figure } from "../../text/figure.ts";
import { Stepper } from "../panels/stepper.tsx";
import { useConfig } from "../stores/config-store.ts";
import { useProbe } from "../stores/run-store.ts";
import { look, useParts } from "../stores/view-store.ts";
import { concentration, entryOf, hoursOf } from "./looked.ts";

const WIDTH = 640;
const HEIGHT = 420;
const MARGIN = 54;
/** Pixels that a name takes at most. */
const NAME = { width: 84, height: 14 };
/** Pixels of the tallest column. */
const TALL = 110;

/** Stations where they lie, each a column as high as its measurement at an hour. */
export function StationMap() {
  const probe = useProbe("air");
  const tests = useConfig(({ config }) => config.tests);
  const { trajectory, series, station, point } = useParts("trajectory", "series", "station", "point");
  if (!probe) {
    return (
      <section className="panel stations" aria-label="Stations">
        <p className="note">The stations come as soon as the network is compiled.</p>
      </section>
    );
  }
  const m = series - 1;
  const hours = hoursOf(probe);
  const hour = Math.min(point, hours - 1);
  const { places, stations, columns, window, models } = probe;
  const xs = stations.map((_, k) => places[2 * k] as number);
  const ys = stations.map((_, k) => places[2 * k + 1] as number);
  const [left, right, south, north] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const scale = Math.min((WIDTH - 2 * MARGIN) / (right - left), (HEIGHT - 2 * MARGIN - TALL / 2) / (north - south));
  const x = (k: number) => WIDTH / 2 + scale * ((xs[k] as number) - (left + right) / 2);
  const y = (k: number) => HEIGHT - MARGIN - scale * ((ys[k] as number) - south);
  const value = (k: number) => {
    const entry = entryOf(probe, hour, k, m);
    const told = window.observed[entry] === 1 && window.hidden[entry] === 0;
    const standard = told ? window.values[entry] : models[0]?.[entry];
    return { told, amount: concentration(probe, standard ?? 0, m) };
  };
  const all = stations.map((_, k) => value(k));
  const most = Math.max(1e-9, ...all.map(({ amount }) => amount));
  const unit = columns[m]?.unit ?? "";
  // Names that would stand on another's give way, the chosen station's last.
  const named: number[] = [];
  for (const k of [station - 1, ...stations.keys()]) {
    const apart = (other: number) => Math.abs(x(other) - x(k)) > NAME.width || Math.abs(y(other) - y(k)) > NAME.height;
    if (named.every(apart)) named.push(k);
  }
  // From north to south, so that nearer columns stand before those behind.
  const order = stations.map((_, k) => k).sort((a, b) => y(a) - y(b));
  return (
    <section className="panel stations" aria-label="Stations">
      <div className="row">
        <Stepper
          name="window"
          value={((trajectory - 1) % tests) + 1}
          max={tests}
          go={(to) => look({ trajectory: to, cut: "" })}
        />
        <label>
          Measurement{" "}
          <select value={series} onChange={({ target }) => look({ series: Number(target.value) })}>
            {columns.map(({ name }, k) => (
              <option key={name} value={k + 1}>
                {name}
              </option>
            ))}
          </select>
        </label>
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be a picture. */}
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="group"
        aria-label={`${columns[m]?.name} at ${stations.length} stations, hour ${hour + 1}`}
      >
        {order.map((k) => {
          const { told, amount } = all[k] as { told: boolean; amount: number };
          const height = Math.max(2, (TALL * amount) / most);
          const name = stations[k] as string;
          return (
            // biome-ignore lint/a11y/useSemanticElements: a button cannot be drawn inside a picture.
            <g
              key={name}
              role="button"
              tabIndex={0}
              aria-pressed={station === k + 1}
              aria-label={`${name}: ${figure(amount)} ${unit}${told ? "" : ", filled in"}`}
              className={station === k + 1 ? "station chosen" : "station"}
              transform={`translate(${x(k)} ${y(k)})`}
              onClick={() => look({ station: k + 1 })}
              onKeyDown={(event) => {
                if (event.key === "Enter" || event.key === " ") {
                  event.preventDefault();
                  look({ station: k + 1 });
                }
              }}
            >
              <title>{`${name}: ${figure(amount)} ${unit}${told ? "" : ", filled in"}`}</title>
              <ellipse rx={9} ry={4} />
              <rect className={told ? "bar" : "bar filled"} x={-6} y={-height} width={12} height={height} />
            </g>
          );
        })}
        {named.map((k) => (
          <text key={stations[k]} className={station === k + 1 ? "name chosen" : "name"} x={x(k)} y={y(k) + 16}>
            {stations[k]}
          </text>
        ))}
      </svg>
      <label className="row hour">
        <span>Hour</span>
        <input
          type="range"
          min={0}
          max={hours - 1}
          value={hour}
          aria-valuetext={`hour ${hour + 1} of ${hours}`}
          onChange={({ target }) => look({ point: Number(target.value) })}
        />
        <output className="number">
          {hour + 1} of {hours}
        </output>
      </label>
      <p className="note">
        Columns: {columns[m]?.name} in {unit}, the tallest {figure(most)}. Pale ones are filled in. A station is chosen
        by a click, or by Tab and Enter.
      </p>
    </section>
  );
}
