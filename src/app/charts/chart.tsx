import { useCallback, useMemo, useRef, useState } from "react";
import type uPlot from "uplot";
import { figure, powerOfTen } from "../../text/figure.ts";
import { dashes, type Palette, usePalette } from "../palette.ts";
import { Explain } from "../panels/explain.tsx";
import type { EntrantColour } from "../stores/run-store.ts";
import { Plot, type PlotOptions, powersAround, powersOfTen } from "./plot.tsx";

export interface Series {
  readonly name: string;
  readonly colour: EntrantColour | "ink" | "muted";
  /** Null where there is none. */
  readonly values: readonly (number | null)[];
}

interface ChartProps {
  readonly title: string;
  readonly help?: string;
  readonly x: readonly number[];
  /** The axis goes from here, 0 where left out. */
  readonly start?: number;
  readonly end: number;
  /** Whether the axis is one of powers. */
  readonly powersOfX?: boolean;
  readonly series: readonly Series[];
  /** Range of y: fixed, or what the values need, from zero, of both signs, or in powers of ten. */
  readonly y: readonly [number, number] | "from zero" | "both signs" | "powers of ten";
  /** Whether every value is marked, or a line drawn through all. */
  readonly marked?: boolean;
  /** Place on x that a line marks. */
  readonly now?: number;
  /** Index of the value that is written out; the last one where left out. */
  readonly at?: number;
  /** What is below it is no more than rounding, and shaded. */
  readonly floor?: number | undefined;
  readonly height?: number;
  readonly onPick?: (x: number) => void;
}

const HEIGHT = 118;

function rangeOf(y: ChartProps["y"], low: number | null, high: number | null): [number, number] {
  if (y === "powers of ten") return powersAround(low, high);
  if (y === "from zero") return [0, Math.max(high ?? 1, 0.1)];
  if (y !== "both signs") return [y[0], y[1]];
  const [from, to] = [low ?? 0, high ?? 1];
  const margin = Math.max(0.1 * (to - from), 1e-3 * Math.max(Math.abs(from), Math.abs(to)), 1e-6);
  return [from - margin, to + margin];
}

function optionsFor(props: () => ChartProps, palette: Palette): PlotOptions {
  const { series, y, marked = false, powersOfX = false } = props();
  const powers = y === "powers of ten" || (typeof y === "object" && y[0] > 0 && y[1] / y[0] > 1e3);
  const tick = (value: number) => {
    const large = Math.abs(value) >= 1e4 || (value !== 0 && Math.abs(value) < 1e-3);
    return powers || large ? powerOfTen(value) : String(value);
  };
  return {
    padding: [8, 20, 0, 0],
    scales: {
      x: { time: false, distr: powersOfX ? 3 : 1, range: () => [props().start ?? 0, props().end] },
      y: { distr: powers ? 3 : 1, range: (_, low, high) => rangeOf(y, low, high) },
    },
    axes: [
      { space: 60, size: 22 },
      {
        size: powers ? 40 : 38,
        space: 28,
        values: (_, splits) => splits.map(tick),
        ...(powers && powersOfTen),
      },
    ],
    series: [
      {},
      ...series.map(({ name, colour }) => ({
        label: name,
        stroke: palette[colour],
        width: 2,
        ...(colour === "ink" ? {} : { dash: colour === "muted" ? [2, 5] : [...dashes[colour]] }),
        points: { show: marked, size: 4, fill: palette[colour] },
        spanGaps: true,
      })),
    ],
  };
}

/** Where powers of ten are drawn, what is not above zero has no place. */
const drawable = (x: readonly number[], series: readonly Series[], y: ChartProps["y"]): uPlot.AlignedData => [
  x as number[],
  ...series.map(({ values }) =>
    y === "powers of ten" ? values.map((value) => (value !== null && value > 0 ? value : null)) : (values as number[]),
  ),
];

/** One small live chart. */
export function Chart(props: ChartProps) {
  const { title, help, x, end, series, y, now, at, floor, height = HEIGHT, onPick } = props;
  const palette = usePalette();
  const [hovered, setHovered] = useState<number | null>(null);
  const marker = useRef<HTMLElement>(null);
  const latest = useRef(props);
  latest.current = props;
  const names = series.map(({ name }) => name).join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: another plot for other series only; the rest is read as it is drawn.
  const options = useCallback((palette: Palette) => optionsFor(() => latest.current, palette), [names]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the end of the axis is read as the data are drawn.
  const data = useMemo(() => drawable(x, series, y), [x, series, y, end]);
  const placeMarker = useCallback(
    (plot: uPlot) => {
      if (!marker.current || now === undefined) return;
      marker.current.style.translate = `${plot.over.offsetLeft + plot.valToPos(now, "x")}px 0`;
    },
    [now],
  );
  const shade = useCallback(
    (plot: uPlot) => {
      if (floor === undefined || !(floor > 0)) return;
      const { left, top, width, height: whole } = plot.bbox;
      const from = Math.min(top + whole, Math.max(top, plot.valToPos(floor, "y", true)));
      plot.ctx.fillStyle = palette.line;
      plot.ctx.fillRect(left, from, width, top + whole - from);
    },
    [floor, palette],
  );
  // A history that was taken back may have ended before it.
  const over = hovered !== null && hovered < x.length ? hovered : null;
  const shown = series.map(({ values }) => {
    const place = over ?? at;
    const value = place === undefined ? values.findLast((entry) => entry !== null) : values[place];
    return value === null || value === undefined ? "–" : figure(value);
  });
  return (
    <figure className="chart">
      <figcaption>
        {help ? <Explain term={title}>{help}</Explain> : title}
        <span>
          {over !== null && <small className="number">{figure(x[over] as number)}:</small>}
          {series.map(({ name, colour }, k) => (
            <b key={name} className={`number ${colour}`}>
              {shown[k]}
            </b>
          ))}
        </span>
      </figcaption>
      <Plot
        options={options}
        data={data}
        height={height}
        label={`${title}: ${series.map(({ name }, k) => `${name} ${shown[k]}`).join(", ")}`}
        onDraw={placeMarker}
        onClear={shade}
        onHover={setHovered}
        {...(onPick && { onPick })}
      >
        {now !== undefined && <i ref={marker} className="marker" />}
      </Plot>
    </figure>
  );
}
