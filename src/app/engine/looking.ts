import type { Config } from "../../config/schema.ts";
import type { View } from "../../config/view.ts";
import type { EngineEvent } from "../../engine/protocol.ts";
import { kindOf } from "../../faults/fault.ts";
import type { Motion } from "../../lie/motion.ts";
import type { Inspection, InspectionRequest } from "../../tasks/inspection.ts";
import type { Overview } from "../../tasks/overview.ts";
import type { Probe, ProbeRequest } from "../../tasks/registry.ts";
import type { Survey, SurveyRequest } from "../../tasks/survey.ts";
import { reasonOf } from "../../text/reason.ts";
import { useConfig } from "../stores/config-store.ts";
import { statusOf, useRun } from "../stores/run-store.ts";
import { currentView, useView } from "../stores/view-store.ts";
import { ProbePump } from "./probe-pump.ts";
import type { RemoteEngine } from "./remote-engine.ts";

/** What is asked of the engine for a view, by the config's task. */
export interface Looks {
  request(config: Config, view: View): ProbeRequest;
  /** Null for a task without surveys. */
  survey(config: Config, view: View): SurveyRequest | null;
  /** Null for a task that shows nothing of its networks' inside. */
  inspection(config: Config, view: View): InspectionRequest | null;
}

/** How long the view must rest before its orbit is asked for, in milliseconds. */
const RESTED_MS = 200;

/** Tells what kept a look from its answer. */
export function reportFailure(error: unknown): void {
  // The engine tells of a lost device by itself, and another one may stand by now.
  if (kindOf(error) === "lost") return;
  if (statusOf(useRun.getState()) === "ready") useRun.getState().report(reasonOf(error));
}

/** Asks the engine what its networks make of what is looked at, whenever either changes, and files the answers. */
export class Looking {
  readonly #engine: Promise<RemoteEngine>;
  readonly #looks: Looks;
  readonly #pump: ProbePump<ProbeRequest, Probe>;
  readonly #surveys: ProbePump<SurveyRequest, Survey>;
  readonly #inspections: ProbePump<InspectionRequest, Inspection>;
  /** How many look inside. */
  #inspectors = 0;
  #surveyTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(engine: Promise<RemoteEngine>, looks: Looks) {
    this.#engine = engine;
    this.#looks = looks;
    this.#pump = new ProbePump(
      (wanted) => this.#ofThisRun((engine) => engine.probe(wanted)),
      (probe) => {
        useRun.setState({ probe, answered: true });
        if (!useRun.getState().surveyed) this.#survey();
      },
      reportFailure,
      { every: 400, times: 4 },
    );
    this.#surveys = new ProbePump(
      (wanted) => this.#ofThisRun((engine) => engine.survey(wanted)),
      (survey) => useRun.setState({ survey, surveyed: true }),
      reportFailure,
      { every: 2000, times: 8 },
    );
    this.#inspections = new ProbePump(
      (wanted) => this.#ofThisRun((engine) => engine.inspect(wanted)),
      (inspection) => useRun.setState({ inspection }),
      reportFailure,
      { every: 800, times: 4 },
    );
  }

  /** What the engine answers, null where it is of networks whose place others have taken by then. */
  async #ofThisRun<Answer>(ask: (engine: RemoteEngine) => Promise<Answer | null>): Promise<Answer | null> {
    const run = () => useRun.getState().summary?.run;
    const asked = run();
    const answer = asked === undefined ? null : await ask(await this.#engine);
    return run() === asked ? answer : null;
  }

  /** Asks anew whenever the view changes. @returns how to stop that */
  followView(): () => void {
    return useView.subscribe(() => {
      this.again();
      // A survey is many answers: it waits until the hand rests.
      clearTimeout(this.#surveyTimer);
      this.#surveyTimer = setTimeout(() => this.#survey(), RESTED_MS);
    });
  }

  /** Asks anew of networks that have changed, as far as they and the pace of answers say. */
  follow({ type }: EngineEvent): void {
    if ((type === "progress" && this.#pump.isDue) || type === "running") this.#look();
    if ((type === "progress" && this.#inspections.isDue) || type === "running") this.#inspect();
    const { surveyed } = useRun.getState();
    if (surveyed && ((type === "progress" && this.#surveys.isDue) || type === "running")) this.#survey();
  }

  /** Asks anew what one sees at once: all but the orbit. */
  again(): void {
    this.#look();
    this.#inspect();
  }

  /** Asks for a snapshot of what is looked at now. */
  #look(): void {
    this.#pump.want(this.#looks.request(useConfig.getState().config, currentView()));
  }

  /** Looks inside from now on, until it is told to stop: the answers go to the run store. @returns how to stop */
  inspectToo(): () => void {
    this.#inspectors++;
    this.#inspect();
    return () => {
      this.#inspectors--;
    };
  }

  #inspect(): void {
    if (this.#inspectors === 0) return;
    const wanted = this.#looks.inspection(useConfig.getState().config, currentView());
    if (wanted) this.#inspections.want(wanted);
  }

  /** Asks what all networks answer along the orbit that is looked at. */
  #survey(): void {
    const wanted = this.#looks.survey(useConfig.getState().config, currentView());
    if (wanted) this.#surveys.want(wanted);
  }

  /** What all networks answer to test examples; null where others have taken their place, or there is nothing to tell. */
  overview(count: number): Promise<Overview | null> {
    const { task } = useConfig.getState().config;
    return this.#ofThisRun((engine) => engine.overview({ task, count }));
  }

  /** What all networks answer for some motions of the input that is looked at; null where others have taken their place. */
  async answersTo(orbit: readonly Motion[]): Promise<Survey | null> {
    const wanted = this.#looks.survey(useConfig.getState().config, currentView());
    return wanted && this.#ofThisRun((engine) => engine.survey({ ...wanted, orbit }));
  }
}
