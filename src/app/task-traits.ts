import type { Config } from "../config/schema.ts";
import type { View } from "../config/view.ts";
import { measuresOf } from "../tasks/clouds/measures.ts";
import { cloudInspectionRequest, cloudRequest, cloudSurveyRequest } from "../tasks/clouds/request.ts";
import { isOwn } from "../tasks/example.ts";
import type { InspectionRequest } from "../tasks/inspection.ts";
import type { Measures } from "../tasks/metric.ts";
import { measures } from "../tasks/particles/measures.ts";
import { motionSurveyRequest, rollOutRequest } from "../tasks/particles/request.ts";
import type { ProbeRequest } from "../tasks/registry.ts";
import type { SurveyRequest } from "../tasks/survey.ts";

/** What the page must know of a task besides what it shows. */
interface TaskTraits {
  /** What a batch is made of. */
  readonly examples: string;
  /** What is measured while it trains. */
  measures(config: Config): Measures;
  /** What is asked of the engine for a view. */
  request(config: Config, view: View): ProbeRequest;
  /** The orbit that is asked for; left out for a task without surveys. */
  survey?(config: Config, view: View): SurveyRequest;
  /** How the page begins to count where an orbit's answers are not what they should be. */
  wrong?(request: SurveyRequest): string;
  /** The element that is looked into; left out for a task that shows nothing of it. */
  inspection?(config: Config, view: View): InspectionRequest;
}

/** Of tasks that tell something of point clouds. */
const clouds: TaskTraits = {
  examples: "clouds",
  measures: measuresOf,
  request: cloudRequest,
  survey: cloudSurveyRequest,
  wrong: ({ example }) => (isOwn(example) ? "Another answer than as given at" : "Wrong at"),
  inspection: cloudInspectionRequest,
};

const tasks: Readonly<Record<Config["task"], TaskTraits>> = {
  constellations: clouds,
  classification: clouds,
  particles: {
    examples: "systems",
    measures: () => measures,
    request: rollOutRequest,
    survey: motionSurveyRequest,
    wrong: () => "Off by more than a hundredth at",
  },
};

export const traitsOf = ({ task }: Config): TaskTraits => tasks[task];
