import { axisX, axisY, cell, pointer } from "@observablehq/plot";
import { useCallback, useMemo } from "react";
import type { Inspection } from "../../tasks/inspection.ts";
import { figure } from "../../text/figure.ts";
import { type Palette, usePalette } from "../palette.ts";
import { Explain } from "../panels/explain.tsx";
import { pointAt } from "../stores/pair-store.ts";
import { look } from "../stores/view-store.ts";
import { diverging } from "./diverging.ts";
import { Drawing } from "./drawing.tsx";
import { type Head, mapOf } from "./use-inspection.ts";

interface Cell {
  readonly query: number;
  readonly key: number;
  readonly value: number;
}

interface MapProps {
  readonly title: string;
  readonly cells: readonly Cell[];
  readonly largest: number;
  readonly point: number;
  readonly head: Head;
  readonly palette: Palette;
}

function Grid({ title, cells, largest, point, head, palette }: MapProps) {
  const options = useCallback(
    (width: number) => ({
      width,
      height: width,
      margin: 22,
      marginRight: 4,
      marginBottom: 4,
      x: { type: "band" as const, padding: 0 },
      y: { type: "band" as const, padding: 0 },
      color: diverging(largest, palette),
      marks: [
        cell(cells, { x: "key", y: "query", fill: "value", inset: 0 }),
        cell(
          cells.filter(({ query }) => query === point),
          { x: "key", y: "query", stroke: palette.ink, strokeWidth: 0.6, fill: "none" },
        ),
        axisX({ anchor: "top", label: null, tickSize: 0, ticks: thinned(cells, (one) => one.key) }),
        axisY({ label: null, tickSize: 0, ticks: thinned(cells, (one) => one.query) }),
        cell(cells, pointer({ x: "key", y: "query", stroke: palette.ink, strokeWidth: 2, fill: "none" })),
      ],
    }),
    [cells, largest, point, palette],
  );
  return (
    <Drawing
      label={title}
      options={options}
      onPoint={(datum) => pointAt((datum as Cell | null)?.key ?? null)}
      // The head stays, even where another would tell more of the new query.
      onPick={(datum) => look({ point: (datum as Cell).query, layer: head.layer + 1, head: head.head + 1 })}
    >
      <span>{title}</span>
    </Drawing>
  );
}

/** A dozen of the names on an axis at most. */
function thinned(cells: readonly Cell[], nameOf: (cell: Cell) => number): number[] {
  const names = [...new Set(cells.map(nameOf))];
  const each = Math.ceil(names.length / 12);
  return names.filter((_, k) => k % each === 0);
}

/** A head's weights between all points, before and after the motion, and what the motion changed. */
export function Maps({ inspection, head }: { inspection: Inspection; head: Head }) {
  const palette = usePalette();
  const { maps, mask, sizes, query } = inspection;
  const { layer, head: h } = head;
  const { before, after, change } = useMemo(() => {
    const of = (all: Float32Array) => mapOf(all, { layer, head: h }, sizes.heads, sizes.points);
    const [original, moved] = [of(maps.original), of(maps.moved)];
    const present = Array.from(mask.keys()).filter((k) => mask[k] === 1);
    const cells = (value: (at: number) => number): Cell[] =>
      present.flatMap((q) => present.map((key) => ({ query: q, key, value: value(q * sizes.points + key) })));
    return {
      before: cells((at) => original[at] as number),
      after: cells((at) => moved[at] as number),
      change: cells((at) => (moved[at] as number) - (original[at] as number)),
    };
  }, [maps, mask, sizes, layer, h]);
  const most = (cells: readonly Cell[]) => Math.max(...cells.map(({ value }) => Math.abs(value)), 1e-12);
  const largest = Math.max(most(before), most(after));
  const changed = most(change);
  const shared = { point: query.point, head, palette };
  const uniform =
    most(before.map((cell) => ({ ...cell, value: cell.value - (before[0]?.value ?? 0) }))) < 0.02 * largest;
  return (
    <section className="panel" aria-label="Attention maps">
      <div className="row">
        <h2>
          <Explain term="Attention between all points">
            Each row is a query, each column a key: the weights of this head, summed over a key's lift samples and
            averaged over the query's. Point at a cell for its numbers below, click to make its row the query.
          </Explain>
        </h2>
      </div>
      <div className="three-drawings">
        <Grid title="As given" cells={before} largest={largest} {...shared} />
        <Grid title="Moved" cells={after} largest={largest} {...shared} />
        <Grid title="Difference" cells={change} largest={changed} {...shared} />
      </div>
      <p className="note">
        {uniform && "This head weighs all keys alike: the maps are flat. "}
        Weights up to {figure(largest)}, <b className="positive">positive</b> or <b className="negative">negative</b>.
        The motion changes none by more than <b className="number">{figure(changed)}</b>; the third picture is scaled to
        that.
      </p>
    </section>
  );
}
