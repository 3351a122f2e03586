import { viewFields } from "../../config/view.ts";
import { colourOf } from "../palette.ts";
import { useEntrants, useProbe } from "../stores/run-store.ts";
import { look, useParts } from "../stores/view-store.ts";
import { askingEvent } from "./asking-event.ts";

const WIDTH = 1000;
const HEIGHT = 300;
const AXIS = 250;
const MARGIN = 26;
const RADIUS = 9;

/** Round numbers of days along an axis, a few of them. */
function ticks(days: number): number[] {
  const rough = days / 6;
  const power = 10 ** Math.floor(Math.log10(Math.max(rough, 1e-9)));
  const step = ([1, 2, 5, 10].find((one) => one * power >= rough) ?? 10) * power;
  return Array.from({ length: Math.floor(days / step) + 1 }, (_, k) => Number((k * step).toPrecision(12)));
}

/** A sequence on its clock: kinds as colours and numbers, and what the event that is looked at attends to as arcs. */
export function Timeline() {
  const probe = useProbe("events");
  const entrants = useEntrants();
  const { point, layer, head, drawn } = useParts("point", "layer", "head", "drawn");
  if (!probe)
    return <div className="event-line empty note">The sequence comes as soon as the networks are compiled.</div>;
  const { sequence, models, names } = probe;
  const n = models[0]?.probabilities.length ?? sequence.types.length - 1;
  const own = Math.max(0, viewFields.drawn.options.indexOf(drawn));
  const answer = models[own] ?? models[0];
  const query = askingEvent(point, n);
  const maps = answer?.attention[Math.min(Math.max(layer, 1), answer.attention.length) - 1];
  const row = maps?.[Math.min(Math.max(head, 1), maps.length) - 1]?.subarray(query * n, (query + 1) * n);
  const most = Math.max(1e-9, ...Array.from(row ?? [], Math.abs));
  const last = sequence.times[sequence.times.length - 1] as number;
  const place = (time: number) => MARGIN + ((WIDTH - 2 * MARGIN) * time) / Math.max(last, 1e-9);
  const title = entrants[own]?.title ?? entrants[0]?.title ?? "";
  return (
    <div className="event-line">
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="img"
        aria-label={`${sequence.types.length} events over ${last.toFixed(1)} days; arcs show what event ${query + 1} attends to in ${title}.`}
      >
        {ticks(last).map((day) => (
          <g key={day} className="tick">
            <line x1={place(day)} x2={place(day)} y1={20} y2={AXIS + 18} />
            <text x={place(day)} y={AXIS + 36}>
              {day} d
            </text>
          </g>
        ))}
        <line className="axis" x1={0} x2={WIDTH} y1={AXIS} y2={AXIS} />
        {Array.from(row ?? [], (weight, key) => ({ weight, key })).map(({ weight, key }) => {
          const [from, to] = [place(sequence.times[query] as number), place(sequence.times[key] as number)];
          const middle = (from + to) / 2;
          const height = key === query ? 46 : 24 + Math.min(190, Math.abs(from - to) * 0.6);
          const path =
            key === query
              ? `M ${from} ${AXIS} c -26 -${height} 26 -${height} 0 0`
              : `M ${from} ${AXIS} Q ${middle} ${AXIS - 2 * height + 24} ${to} ${AXIS}`;
          return (
            <path
              key={key}
              className={weight < 0 ? "arc less" : "arc"}
              d={path}
              style={{
                strokeWidth: 0.5 + (6 * Math.abs(weight)) / most,
                opacity: 0.12 + (0.8 * Math.abs(weight)) / most,
              }}
            />
          );
        })}
        {sequence.types
          .map((type, k) => ({ type, k }))
          .map(({ type, k }) => {
            const asked = k === sequence.types.length - 1;
            const name = names[type] ?? String(type + 1);
            return (
              <g
                key={k}
                className={k === query ? "event query" : "event"}
                transform={`translate(${place(sequence.times[k] as number)} ${AXIS})`}
              >
                <title>{`Event ${k + 1}: ${name}, day ${(sequence.times[k] as number).toFixed(2)}`}</title>
                <circle r={RADIUS} fill={asked ? undefined : colourOf(type)} className={asked ? "asked" : undefined} />
                <text dy="0.36em">{asked ? "?" : type + 1}</text>
              </g>
            );
          })}
      </svg>
      <label className="row">
        <span>Event that asks</span>
        <input
          type="range"
          min={1}
          max={n}
          value={query + 1}
          aria-valuetext={`event ${query + 1} of ${n}`}
          onChange={({ target }) => look({ point: Number(target.value) })}
        />
        <output className="number">
          {query + 1} of {n}
        </output>
      </label>
    </div>
  );
}
