import { eventSources } from "../../config/event-sources.ts";
import { colourOf } from "../palette.ts";
import { useConfig } from "../stores/config-store.ts";
import { look } from "../stores/view-store.ts";
import { arcStyle, useAttended } from "./attended.ts";

const WIDTH = 1000;
const HEIGHT = 300;
const AXIS = 250;
const MARGIN = 26;
const RADIUS = 9;

/** Round numbers along an axis up to a time, a few of them. */
function ticks(end: number): number[] {
  const rough = end / 6;
  const power = 10 ** Math.floor(Math.log10(Math.max(rough, 1e-9)));
  const step = ([1, 2, 5, 10].find((one) => one * power >= rough) ?? 10) * power;
  return Array.from({ length: Math.floor(end / step) + 1 }, (_, k) => Number((k * step).toPrecision(12)));
}

/** A sequence on its clock: kinds as colours and numbers, and what the event that is looked at attends to as arcs. */
export function Timeline() {
  const attended = useAttended();
  const { unit } = useConfig(({ config }) => eventSources[config.events]);
  if (!attended)
    return <div className="event-line empty note">The sequence comes as soon as the networks are compiled.</div>;
  const { sequence, n, query, weights, nameOf, title } = attended;
  const last = sequence.times[sequence.times.length - 1] as number;
  const place = (time: number) => MARGIN + ((WIDTH - 2 * MARGIN) * time) / Math.max(last, 1e-9);
  return (
    <div className="event-line">
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="img"
        aria-label={`${sequence.types.length} events over ${last.toFixed(1)} ${unit.name}; arcs show what event ${query + 1} attends to in ${title}.`}
      >
        {ticks(last).map((time) => (
          <g key={time} className="tick">
            <line x1={place(time)} x2={place(time)} y1={20} y2={AXIS + 18} />
            <text x={place(time)} y={AXIS + 36}>
              {time} {unit.symbol}
            </text>
          </g>
        ))}
        <line className="axis" x1={0} x2={WIDTH} y1={AXIS} y2={AXIS} />
        {weights.map(({ weight, share, key }) => {
          const [from, to] = [place(sequence.times[query] as number), place(sequence.times[key] as number)];
          const middle = (from + to) / 2;
          const height = key === query ? 46 : 24 + Math.min(190, Math.abs(from - to) * 0.6);
          const path =
            key === query
              ? `M ${from} ${AXIS} c -26 -${height} 26 -${height} 0 0`
              : `M ${from} ${AXIS} Q ${middle} ${AXIS - 2 * height + 24} ${to} ${AXIS}`;
          return <path key={key} className={weight < 0 ? "arc less" : "arc"} d={path} style={arcStyle(share)} />;
        })}
        {sequence.types
          .map((type, k) => ({ type, k }))
          .map(({ type, k }) => {
            const asked = k === sequence.types.length - 1;
            const time = (sequence.times[k] as number).toFixed(2);
            return (
              <g
                key={k}
                className={k === query ? "event query" : "event"}
                transform={`translate(${place(sequence.times[k] as number)} ${AXIS})`}
              >
                <title>{`Event ${k + 1}: ${nameOf(type)}, after ${time} ${unit.name}`}</title>
                <circle r={RADIUS} fill={asked ? undefined : colourOf(type)} className={asked ? "asked" : undefined} />
                <text dy="0.36em">{asked ? "?" : type + 1}</text>
              </g>
            );
          })}
      </svg>
      <ul className="event-key">
        <li>
          <i />
          counts for its kind
        </li>
        {weights.some(({ weight }) => weight < 0) && (
          <li>
            <i className="less" />
            counts against it
          </li>
        )}
        <li>wider and darker: counts for more; ? is what is asked after the last event</li>
      </ul>
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
