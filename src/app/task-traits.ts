import type { Config } from "../config/schema.ts";
import type { View } from "../config/view.ts";
import { measures as airMeasures } from "../tasks/air/measures.ts";
import { airRequest } from "../tasks/air/request.ts";
import { measuresOf } from "../tasks/clouds/measures.ts";
import { cloudInspectionRequest, cloudRequest, cloudSurveyRequest } from "../tasks/clouds/request.ts";
import { measuresOf as eventMeasuresOf } from "../tasks/events/measures.ts";
import { eventRequest } from "../tasks/events/request.ts";
import { isOwn } from "../tasks/example.ts";
import { measuresOf as graphMeasuresOf } from "../tasks/graphs/measures.ts";
import { graphRequest } from "../tasks/graphs/request.ts";
import type { InspectionRequest } from "../tasks/inspection.ts";
import type { Measures } from "../tasks/metric.ts";
import { measuresOf as moleculeMeasuresOf } from "../tasks/molecules/measures.ts";
import { moleculeInspectionRequest, moleculeRequest, moleculeSurveyRequest } from "../tasks/molecules/request.ts";
import { measures as nbodyMeasures } from "../tasks/nbody/measures.ts";
import { chargedRequest, chargedSurveyRequest } from "../tasks/nbody/request.ts";
import { measures } from "../tasks/particles/measures.ts";
import { motionSurveyRequest, rollOutRequest } from "../tasks/particles/request.ts";
import type { ProbeRequest } from "../tasks/registry.ts";
import { measures as sequenceMeasures } from "../tasks/sequences/measures.ts";
import { sequenceRequest } from "../tasks/sequences/request.ts";
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

const molecules: TaskTraits = {
  examples: "molecules",
  measures: moleculeMeasuresOf,
  request: moleculeRequest,
  survey: moleculeSurveyRequest,
  wrong: () => "Changed by more than a hundredth of what the network's answers spread at",
  inspection: moleculeInspectionRequest,
};

const tasks: Readonly<Record<Config["task"], TaskTraits>> = {
  constellations: clouds,
  scans: { ...clouds, examples: "scans" },
  molecules,
  classification: clouds,
  events: { examples: "sequences", measures: eventMeasuresOf, request: eventRequest },
  air: { examples: "windows", measures: () => airMeasures, request: airRequest },
  sequences: { examples: "sequences", measures: () => sequenceMeasures, request: sequenceRequest },
  graphs: { examples: "graphs", measures: graphMeasuresOf, request: graphRequest },
  particles: {
    examples: "systems",
    measures: () => measures,
    request: rollOutRequest,
    survey: motionSurveyRequest,
    wrong: () => "Changed by more than a hundredth at",
  },
  nbody: {
    examples: "systems",
    measures: () => nbodyMeasures,
    request: chargedRequest,
    survey: chargedSurveyRequest,
    wrong: () => "Changed by more than a hundredth at",
  },
};

export const traitsOf = ({ task }: Config): TaskTraits => tasks[task];
