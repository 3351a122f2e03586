import { allOrNone } from "../gpu/all-or-none.ts";
import type { Survey, Surveyed, SurveyRequest } from "./survey.ts";
import { type Tried, triedBy } from "./survey-plan.ts";
import type { LookProgram } from "./task.ts";
import type { Trained } from "./trained.ts";

/** Surveys of several networks as one. @param open one network's, with the group whose elements it is tried with */
export async function openSurveys(
  trained: readonly Trained[],
  open: (own: Trained, tried: Tried) => Promise<LookProgram<SurveyRequest, Surveyed>>,
): Promise<LookProgram<SurveyRequest, Survey>> {
  const tried = triedBy(trained);
  const surveyors = await allOrNone(trained.map((own, k) => open(own, tried[k] as Tried)));
  return {
    run: async (request) => ({ request, networks: await Promise.all(surveyors.map((own) => own.run(request))) }),
    destroy() {
      for (const own of surveyors) own.destroy();
    },
  };
}
