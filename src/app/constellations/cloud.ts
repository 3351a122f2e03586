import { useMemo } from "react";
import { dimensionOf } from "../../config/tasks.ts";
import { atRest } from "../../lie/motion.ts";
import { cloudPair } from "../../tasks/constellations/batch.ts";
import type { CloudProbe } from "../../tasks/constellations/probe.ts";
import { useConfig } from "../stores/config-store.ts";
import { useProbe } from "../stores/run-store.ts";
import { useParts } from "../stores/view-store.ts";

/** The cloud that is looked at, with what the networks last answered about it; without any answer where there is none yet. */
export function useCloud(): CloudProbe {
  const config = useConfig((state) => state.config);
  const { cloud } = useParts("cloud");
  const probe = useProbe("constellations");
  const drawn = useMemo((): CloudProbe => {
    const { index: _, ...pair } = cloudPair(config, cloud - 1, atRest);
    const request = { task: "constellations", cloud: cloud - 1, motion: atRest, lift: "moved" } as const;
    return {
      ...pair,
      task: "constellations",
      request: { ...request, point: pair.mask.indexOf(1) },
      frames: null,
      models: [],
      attention: { original: [], moved: [] },
    };
  }, [config, cloud]);
  // An answer may still be about another cloud, or clouds of other settings.
  const isOfIt =
    probe?.request.cloud === cloud - 1 &&
    probe.points.length === dimensionOf(config) * drawn.mask.length &&
    probe.labels.length === drawn.labels.length;
  return isOfIt ? probe : drawn;
}
