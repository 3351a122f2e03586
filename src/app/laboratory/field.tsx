import { axisX, axisY, dot, frame, pointer, raster } from "@observablehq/plot";
import { useCallback } from "react";
import { coordinatesOf as valuesOf, withCoordinate } from "../../config/coordinates.ts";
import { real } from "../../config/field.ts";
import { type Coordinate, chartOf } from "../../lie/chart.ts";
import { groupOf } from "../../lie/registry.ts";
import { FIELD, type Inspection } from "../../tasks/inspection.ts";
import { figure } from "../../text/figure.ts";
import { type Palette, usePalette } from "../palette.ts";
import { ExactSlider } from "../panels/exact-slider.tsx";
import { Explain } from "../panels/explain.tsx";
import { useConfig } from "../stores/config-store.ts";
import { pointAt } from "../stores/pair-store.ts";
import { look, useParts } from "../stores/view-store.ts";
import { diverging } from "./diverging.ts";
import { Drawing } from "./drawing.tsx";
import { type Head, mapOf } from "./use-inspection.ts";

/** A key element in the plane, and how near to it. */
interface Dot {
  readonly point: number;
  readonly sample: number;
  /** All its coordinates. */
  readonly at: readonly number[];
  readonly x: number;
  readonly y: number;
  readonly near: number;
}

/** Of the range of a coordinate that a picture does not span: an element that is this far off fades away. */
const FAR = 0.25;

function dotsOf({ seen, mask, sizes, request }: Inspection, chart: readonly Coordinate[]): Dot[] {
  const { samples, coordinates } = sizes;
  const { across, up, at } = request;
  return Array.from({ length: seen.length / coordinates }, (_, key) => {
    const value = (which: number) => seen[key * coordinates + which] as number;
    const off = chart.map(({ range, unit }, which) => {
      if (which === across || which === up || Number.isNaN(value(which))) return 0;
      const apart = Math.abs(value(which) - (at[which] ?? 0));
      const width = range[1] - range[0];
      return (unit === "°" ? Math.min(apart, 360 - apart) : apart) / width;
    });
    const near = Math.max(0, 1 - Math.max(...off) / FAR);
    const own = chart.map((_, which) => value(which));
    return { point: Math.floor(key / samples), sample: key % samples, at: own, x: value(across), y: value(up), near };
  }).filter(({ point, x, y }) => mask[point] === 1 && !Number.isNaN(x + y));
}

/** Whether numbers differ by less than a fiftieth of the largest. */
function isFlat(values: Float32Array): boolean {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return most - least <= 0.02 * Math.max(Math.abs(least), Math.abs(most));
}

interface PlaneProps {
  readonly title: string;
  readonly values: Float32Array;
  readonly largest: number;
  readonly dots: readonly Dot[];
  readonly x: Coordinate;
  readonly y: Coordinate;
  readonly palette: Palette;
  readonly onPick: (dot: Dot) => void;
}

function Plane({ title, values, largest, dots, x, y, palette, onPick }: PlaneProps) {
  const options = useCallback(
    (width: number) => ({
      width,
      height: width,
      marginLeft: 36,
      marginBottom: 32,
      marginTop: 4,
      marginRight: 8,
      x: { domain: x.range },
      y: { domain: y.range },
      color: diverging(largest, palette),
      opacity: { domain: [0, 1], range: [0.25, 1] },
      marks: [
        raster(values, { width: FIELD, height: FIELD, x1: x.range[0], y1: y.range[1], x2: x.range[1], y2: y.range[0] }),
        axisX({ label: `${x.name}${x.unit ? `, ${x.unit}` : ""}`, ticks: 5, labelArrow: "none" }),
        axisY({ label: `${y.name}${y.unit ? `, ${y.unit}` : ""}`, ticks: 5, labelArrow: "none" }),
        frame({ stroke: palette.line }),
        dot(dots, { x: "x", y: "y", r: 3.5, fill: palette.ink, stroke: palette.surface, opacity: "near", clip: true }),
        dot(dots, pointer({ x: "x", y: "y", r: 6, stroke: palette.ink, strokeWidth: 2, clip: true })),
      ],
    }),
    [values, largest, dots, x, y, palette],
  );
  return (
    <Drawing
      label={title}
      options={options}
      onPoint={(datum) => {
        const dot = datum as Dot | null;
        pointAt(dot?.point ?? null, dot?.sample);
      }}
      onPick={(datum) => onPick(datum as Dot)}
    >
      <span>{title}</span>
    </Drawing>
  );
}

/** The location term of a head on the group: what it gives a key by where the query sees it. */
export function Field({ inspection, head }: { inspection: Inspection; head: Head }) {
  const config = useConfig((state) => state.config);
  const palette = usePalette();
  const { at } = useParts("at");
  const group = groupOf(config);
  const { fixesOrigin = false } = group;
  const chart = chartOf(group, config.samples);
  const { field, request, sizes } = inspection;
  const { across, up } = request;
  const [x, y] = [chart[across], chart[up]];
  if (!x || !y || chart.length !== sizes.coordinates) return null;
  const own = field && {
    now: mapOf(field.now, head, sizes.heads, FIELD),
    before: mapOf(field.before, head, sizes.heads, FIELD),
  };
  const largest = own ? Math.max(...own.now.map(Math.abs), ...own.before.map(Math.abs), 1e-6) : 1;
  const dots = dotsOf(inspection, chart);
  // A dot that is clicked takes the slice to where it lies.
  const onPick = (dot: Dot) =>
    look({
      at: dot.at
        .map((value, k) => (k === across || k === up || Number.isNaN(value) ? 0 : Number(value.toFixed(2))))
        .join(";"),
    });
  const choose = (which: "across" | "up", value: number) => {
    const other = which === "across" ? "up" : "across";
    const taken = (which === "across" ? up : across) + 1;
    look({ [which]: value, ...(taken === value ? { [other]: request[which] + 1 } : {}) });
  };
  return (
    <section className="panel" aria-label="Location term">
      <div className="row">
        <h2>
          <Explain term="The location term on the group">
            What this head gives a key j by its place alone, k(log gⱼ⁻¹gᵢ), wherever the query i sees it, at gᵢ⁻¹gⱼ.{" "}
            {fixesOrigin
              ? "The group leaves the origin where it is, so the query keeps its distance from it."
              : "The query stands at the origin of its own coordinates."}{" "}
            Dots are the cloud's elements as the query sees them; faint ones lie off this slice; a click on one takes
            the slice there. Moving the cloud by the group leaves the picture and its dots as they are.
          </Explain>
        </h2>
        {chart.length > 2 &&
          (["across", "up"] as const).map((which) => (
            <label key={which}>
              <span>{which === "across" ? "Across" : "Up"}</span>
              <select value={request[which] + 1} onChange={({ target }) => choose(which, Number(target.value))}>
                {chart.map(({ name }, k) => (
                  <option key={name} value={k + 1}>
                    {name}
                  </option>
                ))}
              </select>
            </label>
          ))}
      </div>
      {own ? (
        <>
          <div className="pair-of-drawings">
            <Plane title="As it began" values={own.before} {...{ largest, dots, x, y, palette, onPick }} />
            <Plane title="Now" values={own.now} {...{ largest, dots, x, y, palette, onPick }} />
          </div>
          {isFlat(own.now) && (
            <p className="note">This head's location term is the same everywhere: it tells no place from another.</p>
          )}
          <p className="legend-bar" aria-hidden="true">
            <span className="number">−{figure(largest)}</span>
            <i />
            <span className="number">{figure(largest)}</span>
          </p>
          <div className="sliders">
            {chart.map(({ name, range, step, unit }, k) =>
              k === across || k === up ? null : (
                <ExactSlider
                  key={name}
                  field={real([name, `${name} of the key, as the query sees it.`], range[0], range[1], step, 0)}
                  unit={unit ?? ""}
                  value={valuesOf(at, chart.length)[k] as number}
                  onChange={(value) => look({ at: withCoordinate(at, chart.length, k, value) })}
                />
              ),
            )}
          </div>
        </>
      ) : (
        <p className="note">
          The location term of these settings ({config.location}) is no single number: it becomes a score together with
          the content. With location “net” this shows it over the group.
        </p>
      )}
    </section>
  );
}
