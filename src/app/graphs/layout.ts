import { forceLink, forceManyBody, forceSimulation, forceX, forceY, type SimulationNodeDatum } from "d3-force";
import type { Graph } from "../../data/graphs.ts";

/** Where a graph's nodes are drawn, and the box that they fill. */
export interface Layout {
  readonly places: readonly { readonly x: number; readonly y: number }[];
  readonly box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
}

const TICKS = 300;
/** Length of an edge, about. */
const EDGE = 30;
const MARGIN = 18;

/** Nodes push each other away, edges hold them together; the same for equal graphs. */
export function layoutOf({ labels, edges }: Graph): Layout {
  const nodes: SimulationNodeDatum[] = labels.map(() => ({}));
  const links = Array.from({ length: edges.length / 2 }, (_, k) => ({
    source: edges[2 * k] as number,
    target: edges[2 * k + 1] as number,
  }));
  forceSimulation(nodes)
    .force("edges", forceLink(links).distance(EDGE).strength(1))
    .force("apart", forceManyBody().strength(-60))
    // Parts that nothing joins stay in the picture.
    .force("x", forceX(0).strength(0.04))
    .force("y", forceY(0).strength(0.04))
    .stop()
    .tick(TICKS);
  const places = nodes.map(({ x = 0, y = 0 }) => ({ x, y }));
  const [xs, ys] = [places.map(({ x }) => x), places.map(({ y }) => y)];
  const [left, top] = [Math.min(...xs) - MARGIN, Math.min(...ys) - MARGIN];
  return {
    places,
    box: { x: left, y: top, width: Math.max(...xs) + MARGIN - left, height: Math.max(...ys) + MARGIN - top },
  };
}
