import { useEffect, useRef } from "react";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { type Palette, usePalette } from "../scene/palette.ts";

interface ChartProps {
  readonly title: string;
  /** Steps, then one row of values a model; null where there is none. */
  readonly data: readonly (readonly (number | null)[])[];
  readonly names: readonly string[];
  /** Fixed range of y, or none to fit from zero. */
  readonly range?: readonly [number, number];
  readonly steps: number;
}

const HEIGHT = 118;

function optionsFor({ names, range }: ChartProps, palette: Palette, width: number, steps: () => number): uPlot.Options {
  const axis = {
    stroke: palette.muted,
    font: "11px system-ui, sans-serif",
    ticks: { show: false },
    grid: { stroke: palette.line, width: 1 },
  };
  const colours = [palette.accent, palette.muted];
  return {
    width,
    height: HEIGHT,
    legend: { show: false },
    cursor: { show: false },
    padding: [8, 14, 0, 0],
    scales: {
      x: { time: false, range: () => [0, steps()] },
      y: { range: (_, __, high) => (range ? [range[0], range[1]] : [0, Math.max(high ?? 1, 0.1)]) },
    },
    axes: [
      { ...axis, space: 60, size: 22 },
      { ...axis, size: 34, space: 28 },
    ],
    series: [
      {},
      ...names.map((name, k) => ({
        label: name,
        stroke: colours[k] as string,
        width: 2,
        points: { show: range !== undefined, size: 4, fill: colours[k] as string },
        spanGaps: true,
      })),
    ],
  };
}

/** One small live chart. */
export function Chart(props: ChartProps) {
  const { title, data, names, steps } = props;
  const palette = usePalette();
  const box = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const latest = useRef(props);
  latest.current = props;
  const key = names.join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: rebuilt for other series or another theme only; data follows below.
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const made = new uPlot(
      optionsFor(latest.current, palette, element.clientWidth, () => latest.current.steps),
      latest.current.data as uPlot.AlignedData,
      element,
    );
    plot.current = made;
    const observer = new ResizeObserver(() => made.setSize({ width: element.clientWidth, height: HEIGHT }));
    observer.observe(element);
    return () => {
      observer.disconnect();
      made.destroy();
      plot.current = null;
    };
  }, [palette, key]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the axis follows the number of steps.
  useEffect(() => {
    plot.current?.setData(data as uPlot.AlignedData);
  }, [data, steps]);
  const last = names.map((name, k) => {
    const value = data[k + 1]?.findLast((entry) => entry !== null);
    return `${name} ${value?.toFixed(3) ?? "–"}`;
  });
  return (
    <figure className="chart">
      <figcaption>
        {title}
        <span>
          {names.map((name, k) => (
            <b key={name} className={`number series-${k}`} title={name}>
              {data[k + 1]?.findLast((entry) => entry !== null)?.toFixed(3) ?? "–"}
            </b>
          ))}
        </span>
      </figcaption>
      <div ref={box} style={{ height: HEIGHT }} role="img" aria-label={`${title}: ${last.join(", ")}`} />
    </figure>
  );
}
