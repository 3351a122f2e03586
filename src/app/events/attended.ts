import { viewFields } from "../../config/view.ts";
import { useEntrants, useProbe } from "../stores/run-store.ts";
import { useParts } from "../stores/view-store.ts";
import { askingEvent } from "./asking-event.ts";

/** What the event that is looked at attends to, in the network and head that are drawn; null until they have answered. */
export function useAttended() {
  const probe = useProbe("events");
  const entrants = useEntrants();
  const { point, layer, head, drawn } = useParts("point", "layer", "head", "drawn");
  if (!probe) return null;
  const { sequence, models, names } = probe;
  const n = models[0]?.probabilities.length ?? sequence.types.length - 1;
  const own = Math.max(0, viewFields.drawn.options.indexOf(drawn));
  const answer = models[own] ?? models[0];
  const query = askingEvent(point, n);
  const maps = answer?.attention[Math.min(Math.max(layer, 1), answer.attention.length) - 1];
  const row = maps?.[Math.min(Math.max(head, 1), maps.length) - 1]?.subarray(query * n, (query + 1) * n);
  const most = Math.max(1e-9, ...Array.from(row ?? [], Math.abs));
  return {
    request: probe.request,
    sequence,
    /** Events that can ask: all but the last. */
    n,
    query,
    /** By event up to the asking one: its weight, and that over the largest of the row. */
    weights: Array.from(row?.subarray(0, query + 1) ?? [], (weight, key) => ({
      key,
      weight,
      share: Math.abs(weight) / most,
    })),
    nameOf: (type: number) => names[type] ?? String(type + 1),
    title: entrants[own]?.title ?? entrants[0]?.title ?? "",
  };
}

/** How an arc of so large a share of the row's largest weight is drawn. */
export const arcStyle = (share: number) => ({ strokeWidth: 0.5 + 6 * share, opacity: 0.12 + 0.8 * share });
