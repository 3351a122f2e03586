import { useMemo } from "react";
import { nearest, orbitAxis } from "../../config/orbit.ts";
import { dimensionOf } from "../../config/tasks.ts";
import { atRest } from "../../lie/motion.ts";
import { cloudPair } from "../../tasks/clouds/batch.ts";
import type { CloudTask } from "../../tasks/clouds/kinds.ts";
import type { CloudProbe } from "../../tasks/clouds/probe.ts";
import { exampleOf } from "../../tasks/clouds/request.ts";
import { sameExample } from "../../tasks/example.ts";
import { useConfig } from "../stores/config-store.ts";
import { isRecorded, useProbe, useRun } from "../stores/run-store.ts";
import { useParts, useView } from "../stores/view-store.ts";
import { isOfOrbit } from "../survey/use-survey.ts";

/** The cloud that is looked at, with what the networks last answered about it; without any answer where there is none yet. */
export function useCloud(): CloudProbe {
  const config = useConfig((state) => state.config);
  const { cloud, own } = useParts("cloud", "own");
  const example = useMemo(() => exampleOf(config, { cloud, own }), [config, cloud, own]);
  const probe = useProbe(config.task as CloudTask);
  const drawn = useMemo((): CloudProbe => {
    const { index: _, ...pair } = cloudPair(config, example, atRest);
    const task = config.task as CloudTask;
    const request = { task, cloud: example, motion: atRest, lift: "moved" } as const;
    return {
      ...pair,
      task,
      request: { ...request, point: pair.mask.indexOf(1) },
      frames: null,
      models: [],
      attention: { original: [], moved: [] },
    };
  }, [config, example]);
  const along = useRecorded();
  // An answer may still be about another cloud, or clouds of other settings.
  const isOfIt =
    probe !== null &&
    sameExample(probe.request.cloud, example) &&
    probe.points.length === dimensionOf(config) * drawn.mask.length &&
    probe.labels.length === drawn.labels.length;
  return useMemo(() => {
    if (!isOfIt) return drawn;
    return along === undefined ? probe : { ...probe, models: along ?? [] };
  }, [isOfIt, drawn, probe, along]);
}

/**
 * What was recorded of the motion that is looked at, while nothing else answers: null where it was not recorded, undefined
 * where networks answer themselves.
 */
function useRecorded(): CloudProbe["models"] | null | undefined {
  const config = useConfig((state) => state.config);
  const recording = useRun((state) => (isRecorded(state) ? state.recording : null));
  const place = useView((view) => {
    if (!recording?.survey || !isOfOrbit(recording.survey, view, config)) return null;
    const { values, now } = orbitAxis(view, config);
    return nearest(values, now);
  });
  if (!recording) return undefined;
  return place === null ? null : (recording.along[place] as CloudProbe["models"] | undefined);
}
