import { type PointerEvent, useRef, useState } from "react";
import { cutFrom } from "../../tasks/air/request.ts";
import { useProbe } from "../stores/run-store.ts";
import { look, useParts } from "../stores/view-store.ts";
import { concentration, entryOf, hoursOf } from "./looked.ts";

const WIDTH = 1000;
const HEIGHT = 240;
const LEFT = 56;
const BOTTOM = 40;
const TOP = 24;

/** Points of a line, broken where there is none. */
function path(points: readonly ({ readonly x: number; readonly y: number } | null)[]): string {
  return points
    .map((point, k) => (point ? `${points[k - 1] ? "L" : "M"} ${point.x.toFixed(1)} ${point.y.toFixed(1)}` : ""))
    .join(" ");
}

/** One station's hours: what was measured, what is hidden of it, and what is filled in. Dragging hides a stretch. */
export function Series() {
  const probe = useProbe("air");
  const { station, series, cut, point } = useParts("station", "series", "cut", "point");
  const [from, setFrom] = useState<number | null>(null);
  const [to, setTo] = useState<number | null>(null);
  const picture = useRef<SVGSVGElement>(null);
  if (!probe) return null;
  const hours = hoursOf(probe);
  const [k, m] = [Math.min(station, probe.stations.length) - 1, series - 1];
  const { window, models, time } = probe;
  const entry = (hour: number) => entryOf(probe, hour, k, m);
  const all = Array.from({ length: hours }, (_, hour) => hour);
  const amount = (value: number | undefined) => concentration(probe, value ?? 0, m);
  const most = Math.max(
    1e-9,
    ...all.flatMap((hour) => [
      window.observed[entry(hour)] ? amount(window.values[entry(hour)]) : 0,
      amount(models[0]?.[entry(hour)]),
    ]),
  );
  const x = (hour: number) => LEFT + ((WIDTH - LEFT - 10) * hour) / Math.max(1, hours - 1);
  const y = (value: number) => HEIGHT - BOTTOM - ((HEIGHT - BOTTOM - TOP) * value) / most;
  const at = (hour: number, values: Float32Array | undefined) => ({ x: x(hour), y: y(amount(values?.[entry(hour)])) });
  const gone = (hour: number) => window.hidden[entry(hour)] === 1;
  const missing = (hour: number) => window.observed[entry(hour)] === 0;
  const hourAt = ({ clientX }: PointerEvent) => {
    const box = picture.current?.getBoundingClientRect();
    if (!box) return 0;
    const place = ((clientX - box.left) / box.width) * WIDTH;
    return Math.max(0, Math.min(hours - 1, Math.round(((place - LEFT) / (WIDTH - LEFT - 10)) * (hours - 1))));
  };
  const finish = () => {
    if (from !== null && to !== null && from !== to) {
      look({ cut: [k, m, Math.min(from, to), Math.max(from, to) + 1].join(",") });
    }
    setFrom(null);
    setTo(null);
  };
  const name = probe.columns[m]?.name ?? "";
  const stretch = cutFrom(cut);
  const chosen = from !== null && to !== null ? [Math.min(from, to), Math.max(from, to)] : null;
  const third = Math.max(1, Math.floor(hours / 3));
  /** A third of the hours, where most of them are told; the middle one of such. */
  const telling = all
    .slice(0, hours - third + 1)
    .map((first) => ({
      first,
      told: all.slice(first, first + third).filter((hour) => !missing(hour) && !gone(hour)).length,
      off: Math.abs(first + third / 2 - hours / 2),
    }))
    .reduce((best, own) => (own.told > best.told || (own.told === best.told && own.off < best.off) ? own : best));
  return (
    <section className="panel series" aria-label="Hours of a station">
      <h2>
        {probe.stations[k]}: {name}, {probe.columns[m]?.unit}
      </h2>
      <svg
        ref={picture}
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="img"
        aria-label={`${name} at ${probe.stations[k]} over ${hours} hours, with what is hidden filled in.`}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          setFrom(hourAt(event));
          setTo(hourAt(event));
        }}
        onPointerMove={(event) => from !== null && setTo(hourAt(event))}
        onPointerUp={finish}
        onPointerCancel={() => {
          setFrom(null);
          setTo(null);
        }}
      >
        {all.filter(gone).map((hour) => (
          <rect
            key={hour}
            className="gone"
            x={x(hour - 0.5)}
            y={TOP}
            width={x(1) - x(0)}
            height={HEIGHT - BOTTOM - TOP}
          />
        ))}
        {chosen && (
          <rect
            className="choosing"
            x={x((chosen[0] as number) - 0.5)}
            y={TOP}
            width={x((chosen[1] as number) + 0.5) - x((chosen[0] as number) - 0.5)}
            height={HEIGHT - BOTTOM - TOP}
          />
        )}
        <line
          className="now"
          x1={x(Math.min(point, hours - 1))}
          x2={x(Math.min(point, hours - 1))}
          y1={TOP}
          y2={HEIGHT - BOTTOM}
        />
        {[0, 0.5, 1].map((share) => (
          <text key={share} className="tick" x={LEFT - 8} y={y(share * most) + 4}>
            {Math.round(share * most)}
          </text>
        ))}
        {all
          .filter((hour) => hour % 12 === 0)
          .map((hour) => (
            <text key={hour} className="tick hour" x={x(hour)} y={HEIGHT - 8}>
              {hour} h
            </text>
          ))}
        <path
          className="told"
          d={path(all.map((hour) => (missing(hour) || gone(hour) ? null : at(hour, window.values))))}
        />
        <path className="truth" d={path(all.map((hour) => (gone(hour) ? at(hour, window.values) : null)))} />
        <path className="line" d={path(all.map((hour) => (gone(hour) || missing(hour) ? at(hour, time) : null)))} />
        <path
          className="said"
          d={path(all.map((hour) => (gone(hour) || missing(hour) ? at(hour, models[0]) : null)))}
        />
      </svg>
      <ul className="key">
        <li className="told">measured</li>
        <li className="truth">hidden, true</li>
        <li className="said">filled in by the network</li>
        <li className="line">by a line in time</li>
      </ul>
      <p className="row">
        <button
          type="button"
          disabled={telling.told === 0}
          onClick={() => look({ cut: [k, m, telling.first, telling.first + third].join(",") })}
        >
          Delete a third of the hours
        </button>
        <button type="button" disabled={!stretch} onClick={() => look({ cut: "" })}>
          Put them back
        </button>
      </p>
      {stretch && stretch[0] === k && stretch[1] === m && (
        <div className="ends">
          <label>
            <span>First deleted hour</span>
            <input
              type="range"
              min={0}
              max={stretch[3] - 1}
              value={stretch[2]}
              onChange={({ target }) => look({ cut: stretch.with(2, Number(target.value)).join(",") })}
            />
            <output className="number">{stretch[2]} h</output>
          </label>
          <label>
            <span>Last deleted hour</span>
            <input
              type="range"
              min={stretch[2]}
              max={hours - 1}
              value={stretch[3] - 1}
              onChange={({ target }) => look({ cut: stretch.with(3, Number(target.value) + 1).join(",") })}
            />
            <output className="number">{stretch[3] - 1} h</output>
          </label>
        </div>
      )}
    </section>
  );
}
