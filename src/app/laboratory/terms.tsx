import { axisFy, axisX, axisY, barY, ruleY } from "@observablehq/plot";
import { useCallback } from "react";
import type { Inspection } from "../../tasks/inspection.ts";
import { type Palette, usePalette } from "../palette.ts";
import { Explain } from "../panels/explain.tsx";
import { Drawing } from "./drawing.tsx";
import { type Head, rowOf } from "./use-inspection.ts";

interface Bar {
  readonly key: string;
  readonly term: string;
  readonly value: number;
}

const colourOf = (value: number, palette: Palette): string => (value < 0 ? palette.negative : palette.accent);

/** Content, location and weight of every key that is there, as the query element has them. */
export function Terms({ inspection, head }: { inspection: Inspection; head: Head }) {
  const palette = usePalette();
  const options = useCallback(
    (width: number) => {
      const { sizes, mask } = inspection;
      const { points, samples, heads } = sizes;
      const bars = (term: string, all: Float32Array | null): Bar[] =>
        (all ? rowOf(all, head, heads, points * samples) : []).flatMap((value, element) => {
          const point = Math.floor(element / samples);
          if (mask[point] !== 1) return [];
          return [{ key: samples > 1 ? `${point}.${(element % samples) + 1}` : `${point}`, term, value }];
        });
      const groups = [
        bars("content", inspection.content),
        bars("location", inspection.location),
        bars("weight", inspection.weights),
      ].filter((group) => group.length > 0);
      const keys = groups[0]?.map(({ key }) => key) ?? [];
      const each = Math.ceil(keys.length / 24);
      return {
        width,
        height: 42 + 66 * groups.length,
        marginLeft: 44,
        marginRight: 64,
        marginBottom: 34,
        marginTop: 4,
        x: { type: "band" as const, domain: keys },
        fy: { padding: 0.14, domain: groups.map((group) => group[0]?.term ?? "") },
        // Bars of nothing have no height.
        y: groups.flat().every(({ value }) => value === 0) ? { domain: [0, 1] } : { nice: true },
        marks: [
          ...groups.flatMap((group) => [
            barY(group, { x: "key", y: "value", fy: "term", fill: (bar: Bar) => colourOf(bar.value, palette) }),
          ]),
          ruleY([0], { stroke: palette.line }),
          axisX({
            label: "key →",
            labelAnchor: "right",
            labelOffset: 30,
            ticks: keys.filter((_, k) => k % each === 0),
            tickSize: 0,
            labelArrow: "none",
          }),
          axisY({ ticks: 3, label: null }),
          axisFy({ label: null }),
        ],
      };
    },
    [inspection, head, palette],
  );
  return (
    <section className="panel" aria-label="Terms of the score">
      <Drawing label="Terms of the score of every key" options={options}>
        <h2>
          <Explain term="What the query's weights are made of">
            For every key, a point with its lift sample after the dot: what its content and its place add to the score,
            and the weight that comes of both.
          </Explain>
        </h2>
      </Drawing>
    </section>
  );
}
