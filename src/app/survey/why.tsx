import { motionOf } from "../../config/motion.ts";
import { useConfig } from "../stores/config-store.ts";
import { isRecorded, useEntrants, useRun } from "../stores/run-store.ts";
import { currentView } from "../stores/view-store.ts";
import { whyOf } from "./reasons.ts";
import { useIsCurrent, useSurvey } from "./use-survey.ts";

/** Why each network's answer changes with the input, or does not. */
export function Why() {
  const survey = useSurvey();
  const current = useIsCurrent(survey);
  const entrants = useEntrants();
  const recorded = useRun(isRecorded);
  const config = useConfig((state) => state.config);
  if (!survey) return null;
  if (recorded && !current) return <p className="note waiting">Why: known when the networks run on your GPU.</p>;
  const { lift } = survey.request;
  // The numbers of a recording are rounded, and a rounded rotation is none.
  const motion = current ? motionOf(currentView(), config) : survey.request.motion;
  return (
    <dl className={current ? "why" : "why stale"} aria-label="Why" aria-busy={!current}>
      {entrants.map(({ title, colour, config: own }, k) => {
        const surveyed = survey.networks[k];
        if (!surveyed) return null;
        return (
          <div key={title}>
            <dt className={colour}>{title}</dt>
            <dd>{whyOf({ config: own, motion, lift, surveyed })}</dd>
          </div>
        );
      })}
    </dl>
  );
}
