import { lifts } from "../config/models.ts";
import type { Config } from "../config/schema.ts";
import type { Inspection, InspectionRequest } from "../tasks/inspection.ts";
import type { Overview, OverviewRequest } from "../tasks/overview.ts";
import { type Probe, type ProbeRequest, taskOf } from "../tasks/registry.ts";
import type { Survey, SurveyRequest } from "../tasks/survey.ts";
import type { LookProgram } from "../tasks/task.ts";
import type { Entrants } from "./entrants.ts";

/**
 * What visitors look at of some networks. Programs are compiled at the first look of a kind: the command line never looks.
 * All answer null to a request of another task, where the task has no such look, and once they are destroyed.
 */
export class Looks {
  readonly #config: Config;
  readonly #entrants: Entrants;
  readonly #programs = new Map<string, Promise<LookProgram<never, unknown>>>();
  #destroyed = false;

  constructor(config: Config, entrants: Entrants) {
    this.#config = config;
    this.#entrants = entrants;
  }

  probe(request: ProbeRequest): Promise<Probe | null> {
    const { gpu, trainers } = this.#entrants;
    return this.#answer("probe", request, () => taskOf(this.#config).openProbe(gpu, trainers));
  }

  survey(request: SurveyRequest): Promise<Survey | null> {
    const { gpu, trainers } = this.#entrants;
    return this.#answer("survey", request, () => taskOf(this.#config).openSurvey?.(gpu, trainers));
  }

  overview(request: OverviewRequest): Promise<Overview | null> {
    const { gpu, trainers } = this.#entrants;
    return this.#answer("overview", request, () => taskOf(this.#config).openOverview?.(gpu, trainers));
  }

  inspect(request: InspectionRequest): Promise<Inspection | null> {
    const { gpu, main } = this.#entrants;
    return this.#answer("inspection", request, () =>
      lifts(this.#config) ? taskOf(this.#config).openInspection?.(gpu, main) : undefined,
    );
  }

  /** @param open compiles the programs of a kind of look */
  async #answer<Request extends { readonly task: Config["task"] }, Answer>(
    kind: string,
    request: Request,
    open: () => Promise<LookProgram<Request, Answer>> | undefined,
  ): Promise<Answer | null> {
    if (request.task !== this.#config.task) return null;
    const opening = this.#programs.get(kind) ?? open();
    if (!opening) return null;
    this.#programs.set(kind, opening);
    try {
      const program = (await opening) as LookProgram<Request, Answer>;
      // Others may have taken their place while it was compiled, and their parameters are gone.
      return this.#destroyed ? null : await program.run(request);
    } catch (error) {
      if (this.#destroyed) return null;
      throw await this.#entrants.causeOf(error);
    }
  }

  destroy(): void {
    this.#destroyed = true;
    // One that failed leaves nothing, and whoever asked was told.
    for (const opening of this.#programs.values()) {
      opening.then(
        (program) => program.destroy(),
        () => {},
      );
    }
  }
}
