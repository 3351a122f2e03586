import { viewFields } from "../../config/view.ts";
import type { GraphProbe } from "../../tasks/graphs/probe.ts";
import { useEntrants, useProbe } from "../stores/run-store.ts";
import { useParts } from "../stores/view-store.ts";

/** What the network whose poolings are drawn did, up to the level that is looked at. */
export interface Drawn {
  /** Its place among the entrants. */
  readonly entrant: number;
  readonly title: string;
  /** Levels there are. */
  readonly levels: number;
  /** The one that is shown; 0 for the whole graph. */
  readonly level: number;
  /** Nodes that are left then. */
  readonly kept: ReadonlySet<number>;
  /** Scores that decided which, of those that were left before. */
  readonly scores: readonly (number | null)[] | null;
}

/** The network among the entrants whose poolings are shown: the view's, or the first that pools. */
export function useDrawn(): { readonly probe: GraphProbe; readonly drawn: Drawn } | null {
  const probe = useProbe("graphs");
  const entrants = useEntrants();
  const { drawn: name, layer } = useParts("drawn", "layer");
  if (!probe) return null;
  const asked = probe.models[viewFields.drawn.options.indexOf(name)];
  const pooling = asked?.levels.length ? asked : (probe.models.find(({ levels }) => levels.length > 0) ?? asked);
  const levels = pooling?.levels ?? [];
  const level = Math.min(layer, levels.length);
  const all = probe.graph.labels.map((_, node) => node);
  const entrant = Math.max(0, pooling ? probe.models.indexOf(pooling) : 0);
  return {
    probe,
    drawn: {
      entrant,
      title: entrants[entrant]?.title ?? "",
      levels: levels.length,
      level,
      kept: new Set(level === 0 ? all : levels[level - 1]?.kept),
      scores: level === 0 ? null : (levels[level - 1]?.scores ?? null),
    },
  };
}
