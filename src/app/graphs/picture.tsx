import { useMemo } from "react";
import { type CollectionTraits, collections } from "../../config/collections.ts";
import type { Graph } from "../../data/graphs.ts";
import { colourOf } from "../palette.ts";
import { useConfig } from "../stores/config-store.ts";
import { layoutOf } from "./layout.ts";
import { useDrawn } from "./looked.ts";

const RADIUS = 7;

/** A graph: colour and name tell a node's kind, and what a pooling left is drawn full. */
export function Picture() {
  const looked = useDrawn();
  const { names } = useConfig(({ config }): CollectionTraits => collections[config.collection]);
  const graph = looked?.probe.graph;
  // Every answer brings the graph anew: by its text it is laid out once.
  const text = graph ? JSON.stringify(graph) : null;
  const layout = useMemo(() => (text === null ? null : layoutOf(JSON.parse(text) as Graph)), [text]);
  if (!looked || !graph || !layout) {
    return <div className="graph empty note">The graph comes as soon as the networks are compiled.</div>;
  }
  const { kept, scores, level } = looked.drawn;
  const nodeName = (own: number) => names?.nodes[own] ?? String(own);
  const { places, box } = layout;
  const edges = Array.from({ length: graph.edges.length / 2 }, (_, k) => [
    graph.edges[2 * k] as number,
    graph.edges[2 * k + 1] as number,
  ]);
  const known = (scores ?? []).filter((score) => score !== null);
  const [low, high] = [Math.min(...known), Math.max(...known)];
  /** Of its score among those of the level, from 0 to 1. */
  const share = (node: number): number | null => {
    const score = scores?.[node];
    if (score === undefined || score === null) return null;
    return high > low ? (score - low) / (high - low) : 1;
  };
  const label = `A graph of ${graph.labels.length} nodes and ${edges.length} edges${level > 0 ? `; ${kept.size} nodes are left after pooling ${level}` : ""}.`;
  return (
    <svg className="graph" viewBox={`${box.x} ${box.y} ${box.width} ${box.height}`} role="img" aria-label={label}>
      {edges.map(([a, b]) => {
        const [from, to] = [places[a as number], places[b as number]];
        const left = kept.has(a as number) && kept.has(b as number);
        return (
          <line
            key={`${a} ${b}`}
            className={left ? "edge" : "edge gone"}
            x1={from?.x}
            y1={from?.y}
            x2={to?.x}
            y2={to?.y}
          />
        );
      })}
      {places.map(({ x, y }, node) => {
        const own = graph.labels[node] as number;
        const score = share(node);
        const told = scores?.[node];
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a node is its number.
          <g key={node} className={kept.has(node) ? "node" : "node gone"} transform={`translate(${x} ${y})`}>
            <title>
              {`Node ${node}, ${names ? "" : "label "}${nodeName(own)}${typeof told === "number" ? `, score ${told.toPrecision(3)}` : ""}`}
            </title>
            {score !== null && (
              <circle className="score" r={RADIUS + 2 + 4 * score} style={{ opacity: 0.15 + 0.6 * score }} />
            )}
            <circle r={RADIUS} fill={kept.has(node) ? colourOf(own) : undefined} />
            <text dy="0.36em">{nodeName(own)}</text>
          </g>
        );
      })}
    </svg>
  );
}
