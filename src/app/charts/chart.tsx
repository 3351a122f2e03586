import { useEffect, useRef } from "react";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { figure } from "../../text/figure.ts";
import { type Palette, usePalette } from "../palette.ts";
import type { EntrantColour } from "../stores/run-store.ts";

export interface Series {
  readonly name: string;
  readonly colour: EntrantColour | "ink";
  /** Null where there is none. */
  readonly values: readonly (number | null)[];
}

interface ChartProps {
  readonly title: string;
  readonly help?: string;
  readonly x: readonly number[];
  /** The axis goes from 0 to here. */
  readonly end: number;
  readonly series: readonly Series[];
  /** Range of y: fixed, or what the values need, from zero, of both signs, or in powers of ten. */
  readonly y: readonly [number, number] | "from zero" | "both signs" | "powers of ten";
  /** Whether every value is marked, or a line drawn through all. */
  readonly marked?: boolean;
  /** Place on x that a line marks. */
  readonly now?: number;
  /** Index of the value that is written out; the last one where left out. */
  readonly at?: number;
}

const HEIGHT = 118;

/** Whole powers of ten around positive values; one below and one above where there are none. */
function powersAround(low: number | null, high: number | null): [number, number] {
  const power = (value: number | null, round: (exponent: number) => number, otherwise: number) =>
    10 ** (value === null || !(value > 0) ? otherwise : round(Math.log10(value)));
  const [from, to] = [power(low, Math.floor, -3), power(high, Math.ceil, 0)];
  return [from, to > from ? to : 10 * from];
}

const MAX_POWERS = 5;

/** A few of the powers of ten of an axis, evenly apart, the largest among them. */
function somePowers(low: number, high: number): number[] {
  const [from, to] = [Math.round(Math.log10(low)), Math.round(Math.log10(high))];
  const apart = Math.max(1, Math.ceil((to - from) / (MAX_POWERS - 1)));
  return Array.from({ length: Math.floor((to - from) / apart) + 1 }, (_, k) => 10 ** (to - k * apart)).reverse();
}

/** An axis of powers of ten. */
export const powersOfTen: Partial<uPlot.Axis> = {
  splits: (_, __, low, high) => somePowers(low, high),
  filter: (_, splits) => splits,
};

function rangeOf(y: ChartProps["y"], low: number | null, high: number | null): [number, number] {
  if (y === "powers of ten") return powersAround(low, high);
  if (y === "from zero") return [0, Math.max(high ?? 1, 0.1)];
  if (y !== "both signs") return [y[0], y[1]];
  const [from, to] = [low ?? 0, high ?? 1];
  const margin = Math.max(0.1 * (to - from), 1e-3 * Math.max(Math.abs(from), Math.abs(to)), 1e-6);
  return [from - margin, to + margin];
}

function optionsFor(props: () => ChartProps, palette: Palette, width: number): uPlot.Options {
  const { series, y, marked = false } = props();
  const powers = y === "powers of ten";
  const axis = {
    stroke: palette.muted,
    font: "11px system-ui, sans-serif",
    ticks: { show: false },
    grid: { stroke: palette.line, width: 1 },
  };
  const tick = (value: number) => {
    const large = Math.abs(value) >= 1e4 || (value !== 0 && Math.abs(value) < 1e-3);
    return powers || large ? value.toExponential(0) : String(value);
  };
  return {
    width,
    height: HEIGHT,
    legend: { show: false },
    cursor: { show: false },
    padding: [8, 20, 0, 0],
    scales: {
      x: { time: false, range: () => [0, props().end] },
      y: { distr: powers ? 3 : 1, range: (_, low, high) => rangeOf(y, low, high) },
    },
    axes: [
      { ...axis, space: 60, size: 22 },
      {
        ...axis,
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
        points: { show: marked, size: 4, fill: palette[colour] },
        spanGaps: true,
      })),
    ],
  };
}

/** Where powers of ten are drawn, what is not above zero has no place. */
const drawable = ({ x, series, y }: ChartProps): uPlot.AlignedData => [
  x as number[],
  ...series.map(({ values }) =>
    y === "powers of ten" ? values.map((value) => (value !== null && value > 0 ? value : null)) : (values as number[]),
  ),
];

/** One small live chart. */
export function Chart(props: ChartProps) {
  const { title, help, x, end, series, now, at } = props;
  const palette = usePalette();
  const box = useRef<HTMLDivElement>(null);
  const marker = useRef<HTMLElement>(null);
  const plot = useRef<uPlot | null>(null);
  const latest = useRef(props);
  latest.current = props;
  const key = series.map(({ name }) => name).join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: rebuilt for other series or another theme only; data follows below.
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const made = new uPlot(
      optionsFor(() => latest.current, palette, element.clientWidth),
      drawable(latest.current),
      element,
    );
    plot.current = made;
    const observer = new ResizeObserver(() => {
      made.setSize({ width: element.clientWidth, height: HEIGHT });
      placeMarker();
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
      made.destroy();
      plot.current = null;
    };
  }, [palette, key]);
  const placeMarker = () => {
    const { current: made } = plot;
    const { now: place } = latest.current;
    if (!made || !marker.current || place === undefined) return;
    marker.current.style.translate = `${made.over.offsetLeft + made.valToPos(place, "x")}px 0`;
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: all that is drawn.
  useEffect(() => {
    plot.current?.setData(drawable(latest.current));
    placeMarker();
  }, [x, series, end]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new plot has another place for it.
  useEffect(placeMarker, [now, palette, key]);
  const shown = series.map(({ values }) => {
    const value = at === undefined ? values.findLast((entry) => entry !== null) : values[at];
    return value === null || value === undefined ? "–" : figure(value);
  });
  return (
    <figure className="chart" title={help}>
      <figcaption>
        {title}
        <span>
          {series.map(({ name, colour }, k) => (
            <b key={name} className={`number ${colour}`} title={name}>
              {shown[k]}
            </b>
          ))}
        </span>
      </figcaption>
      <div
        ref={box}
        style={{ height: HEIGHT }}
        role="img"
        aria-label={`${title}: ${series.map(({ name }, k) => `${name} ${shown[k]}`).join(", ")}`}
      >
        {now !== undefined && <i ref={marker} className="marker" />}
      </div>
    </figure>
  );
}
