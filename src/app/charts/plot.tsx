import { type ReactNode, useEffect, useRef } from "react";
import uPlot from "uplot";
import { type Palette, usePalette } from "../palette.ts";

/** What tells one chart from another: scales, axes without their looks, series. */
export type PlotOptions = Pick<uPlot.Options, "scales" | "axes" | "series" | "padding">;

interface PlotProps {
  /** Of a chart in these colours. The plot is made again when it changes; what it reads later may change without. */
  readonly options: (palette: Palette) => PlotOptions;
  readonly data: uPlot.AlignedData;
  readonly height: number;
  /** What the picture says, for those who do not see it. */
  readonly label: string;
  /** Told of the plot whenever it has been drawn, or is another function. */
  readonly onDraw?: (plot: uPlot) => void;
  /** Told of the plot before anything is drawn in it. */
  readonly onClear?: (plot: uPlot) => void;
  /** Told of the index that the pointer is over, null where it is over none. */
  readonly onHover?: (index: number | null) => void;
  /** Told of a value of x that is clicked. */
  readonly onPick?: (x: number) => void;
  readonly children?: ReactNode;
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

/** Whole powers of ten around positive values; one below and one above where there are none. */
export function powersAround(low: number | null, high: number | null): [number, number] {
  const power = (value: number | null, round: (exponent: number) => number, otherwise: number) =>
    10 ** (value === null || !(value > 0) ? otherwise : round(Math.log10(value)));
  const [from, to] = [power(low, Math.floor, -3), power(high, Math.ceil, 0)];
  return [from, to > from ? to : 10 * from];
}

const axisLook = ({ muted, line }: Palette): uPlot.Axis => ({
  stroke: muted,
  font: "11px system-ui, sans-serif",
  labelFont: "12px system-ui, sans-serif",
  labelSize: 20,
  ticks: { show: false },
  grid: { stroke: line, width: 1 },
});

/** A uPlot in the colours of the page, as wide as its place. */
export function Plot({ options, data, height, label, onDraw, children, ...told }: PlotProps) {
  const palette = usePalette();
  const box = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const latest = useRef({ data, onDraw, ...told });
  latest.current = { data, onDraw, ...told };
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const { axes, ...rest } = options(palette);
    const made = new uPlot(
      {
        ...rest,
        axes: (axes ?? []).map((axis) => ({ ...axisLook(palette), ...axis })),
        width: element.clientWidth,
        height,
        legend: { show: false },
        cursor: {
          show: latest.current.onHover !== undefined,
          y: false,
          drag: { x: false, y: false },
          points: { size: 6, width: 0 },
        },
        hooks: {
          drawClear: [(plot) => latest.current.onClear?.(plot)],
          draw: [(plot) => latest.current.onDraw?.(plot)],
          setCursor: [(plot) => latest.current.onHover?.(plot.cursor.idx ?? null)],
        },
      },
      latest.current.data,
      element,
    );
    plot.current = made;
    made.over.addEventListener("click", () => latest.current.onPick?.(made.posToVal(made.cursor.left ?? 0, "x")));
    const observer = new ResizeObserver(() => made.setSize({ width: element.clientWidth, height }));
    observer.observe(element);
    return () => {
      observer.disconnect();
      made.destroy();
      plot.current = null;
    };
  }, [palette, options, height]);
  useEffect(() => {
    plot.current?.setData(data);
  }, [data]);
  useEffect(() => {
    if (plot.current) onDraw?.(plot.current);
  }, [onDraw]);
  return (
    <div ref={box} style={{ height }} role="img" aria-label={label}>
      {children}
    </div>
  );
}
