import { useEntrants } from "../stores/run-store.ts";
import { whyOf } from "./reasons.ts";
import { useIsCurrent, useSurvey } from "./use-survey.ts";

/** Why each network's answer changes with the input, or does not. */
export function Why() {
  const survey = useSurvey();
  const current = useIsCurrent(survey);
  const entrants = useEntrants();
  if (!survey) return null;
  const { motion, lift } = survey.request;
  return (
    <dl className={current ? "why" : "why stale"} aria-label="Why" aria-busy={!current}>
      {entrants.map(({ title, colour, config }, k) => {
        const surveyed = survey.networks[k];
        if (!surveyed) return null;
        return (
          <div key={title}>
            <dt className={colour}>{title}</dt>
            <dd>{whyOf({ config, motion, lift, surveyed })}</dd>
          </div>
        );
      })}
    </dl>
  );
}
