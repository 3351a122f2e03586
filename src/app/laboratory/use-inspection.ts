import { useEffect } from "react";
import type { Inspection } from "../../tasks/inspection.ts";
import { chosenHead } from "../attention/heads.ts";
import { engine } from "../engine/engine.ts";
import { useConfig } from "../stores/config-store.ts";
import { useRun } from "../stores/run-store.ts";
import { useParts, useView } from "../stores/view-store.ts";
import { traitsOf } from "../task-traits.ts";

/** The inside of the asked network, while a part of the page looks at it; null before it has answered. */
export function useInspection(): Inspection | null {
  useEffect(() => engine().looking.inspectToo(), []);
  const task = useConfig(({ config }) => config.task);
  return useRun(({ inspection }) => (inspection?.request.task === task ? inspection : null));
}

/** Whether an inspection is of what the page looks at now. */
export function useIsCurrent(inspection: Inspection): boolean {
  const config = useConfig((state) => state.config);
  return useView(
    (view) => JSON.stringify(traitsOf(config).inspection?.(config, view)) === JSON.stringify(inspection.request),
  );
}

/** Layer and head that are looked at, from 0. */
export interface Head {
  readonly layer: number;
  readonly head: number;
}

/** The chosen head, or the one that tells points apart most. */
export function useHead({ maps, mask, query, sizes: { layers, heads, points } }: Inspection): Head {
  const chosen = useParts("layer", "head");
  const rows = Array.from({ length: layers }, (_, layer) =>
    Array.from({ length: heads }, (_, head) =>
      Array.from(
        mapOf(maps.original, { layer, head }, heads, points).subarray(query.point * points, (query.point + 1) * points),
      ),
    ),
  );
  const { layer, head } = chosenHead(rows, mask, chosen);
  return { layer: layer - 1, head: head - 1 };
}

/** One head's numbers among [L, H, size, size]. */
export const mapOf = (all: Float32Array, { layer, head }: Head, heads: number, size: number): Float32Array =>
  all.subarray((layer * heads + head) * size * size, (layer * heads + head + 1) * size * size);

/** One head's numbers of all elements among [L, M, H]. */
export function rowOf(all: Float32Array, { layer, head }: Head, heads: number, elements: number): number[] {
  return Array.from({ length: elements }, (_, e) => all[(layer * elements + e) * heads + head] as number);
}
