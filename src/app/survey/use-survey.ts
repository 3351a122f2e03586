import { motionOf } from "../../config/motion.ts";
import type { Config } from "../../config/schema.ts";
import type { View } from "../../config/view.ts";
import type { Motion } from "../../lie/motion.ts";
import { sameExample } from "../../tasks/example.ts";
import type { Survey } from "../../tasks/survey.ts";
import { useConfig } from "../stores/config-store.ts";
import { useRun } from "../stores/run-store.ts";
import { useView } from "../stores/view-store.ts";
import { traitsOf } from "../task-traits.ts";

/** Numbers of a recording are rounded; no hand moves by less. */
const RECORDED = 1e-4;

function same(p: Motion, q: Motion | undefined): boolean {
  const other = q && [...q.linear, ...q.shift];
  return (
    other !== undefined &&
    [...p.linear, ...p.shift].every((value, k) => Math.abs(value - (other[k] as number)) <= RECORDED)
  );
}

/** Whether a survey is of the orbit that a view looks along, which its first and last motion tell. */
export function isOfOrbit({ request }: Survey, view: View, config: Config): boolean {
  const wanted = traitsOf(config).survey?.(config, view);
  return (
    request.task === wanted?.task &&
    JSON.stringify(request.starts) === JSON.stringify(wanted.starts) &&
    sameExample(request.example, wanted.example) &&
    request.lift === wanted.lift &&
    [0, -1].every((end) => same(wanted.orbit.at(end) as Motion, request.orbit.at(end)))
  );
}

/** What was surveyed along the orbit that is looked at; null while the last survey is of another. */
export function useSurvey(): Survey | null {
  const config = useConfig((state) => state.config);
  const survey = useRun((state) => state.survey);
  const fits = useView((view) => survey !== null && isOfOrbit(survey, view, config));
  return fits ? survey : null;
}

/** Whether the input is still where the survey saw it. */
export function useIsCurrent(survey: Survey | null): boolean {
  const config = useConfig((state) => state.config);
  return useView((view) => survey !== null && same(motionOf(view, config), survey.request.motion));
}
