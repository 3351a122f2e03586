import type { Config } from "../config/schema.ts";
import type { Inspection, InspectionRequest } from "../tasks/inspection.ts";
import type { Overview, OverviewRequest } from "../tasks/overview.ts";
import type { Probe, ProbeRequest } from "../tasks/registry.ts";
import type { Survey, SurveyRequest } from "../tasks/survey.ts";
import type { Metrics } from "../tasks/task.ts";
import type { History } from "./history.ts";
import type { RunHead } from "./runs.ts";

/** The border between the engine and whoever drives it: everything here crosses a worker boundary. */

/** A network among those that train side by side; lists of them begin with the asked one. */
export interface EntrantSummary {
  readonly config: Config;
  readonly title: string;
  readonly parameters: number;
  /** Dispatches and bytes of buffers of one of its training steps; null before that is compiled. */
  readonly dispatches: number | null;
  readonly bytes: number | null;
}

export interface ModelSummary {
  readonly adapter: string;
  /** Which of the devices that were opened so far, from 1. */
  readonly device: number;
  /** The run's id, by which it is kept. */
  readonly run: string;
  /** Whether training is at its end: its last step, or that of its patience. */
  readonly finished: boolean;
  readonly entrants: readonly EntrantSummary[];
}

/** Losses of a step, one an entrant: null where it rests. */
export interface StepLosses {
  readonly step: number;
  readonly losses: readonly (number | null)[];
}

export type EngineEvent =
  /**
   * Losses of steps just finished; speed in training steps a second, all entrants together, and milliseconds that a step of
   * each takes the GPU.
   */
  | {
      readonly type: "progress";
      readonly steps: readonly StepLosses[];
      readonly speed: number;
      readonly milliseconds: readonly (number | null)[];
    }
  /** Data are being read before anything is built: so many files of so many. */
  | { readonly type: "loading"; readonly done: number; readonly of: number }
  /** The training steps of all entrants are compiled. */
  | { readonly type: "prepared"; readonly entrants: readonly EntrantSummary[] }
  | { readonly type: "metrics"; readonly step: number; readonly metrics: readonly (Metrics | null)[] }
  | { readonly type: "running"; readonly running: boolean; readonly step: number; readonly finished: boolean }
  /** Something went wrong in words for a person; the last good state was kept. */
  | { readonly type: "problem"; readonly message: string }
  /** That device is gone; the next build opens another one, and `resume` goes on from the last good state. */
  | { readonly type: "lost"; readonly reason: string; readonly device: number }
  /** The browser keeps nothing that the engine gives it, and why. */
  | { readonly type: "unkept"; readonly reason: string };

/** What is told of each event: of a run that another has taken the place of, it may come after the other has begun. */
export type EngineListener = (event: EngineEvent, run: string) => void;

/** A run that goes on where an earlier visit left it. */
export interface Reopened {
  readonly summary: ModelSummary;
  readonly step: number;
  readonly history: History;
}

/** A run that began with something else than its own beginning. */
export interface Opened extends Reopened {
  readonly link: string;
}

/** Parameters of the asked network as a file. */
export interface Weights {
  readonly step: number;
  readonly safetensors: Uint8Array<ArrayBuffer>;
}

/** What the page may ask of the engine, in its worker or beside it. */
export interface Engine {
  /**
   * Builds the networks of a config; the running ones stay until that succeeded.
   * @param preset whose name the config goes by
   * @throws Fault, lost or unavailable, or with the reason why this config cannot be
   */
  configure(config: Config, preset: string): Promise<ModelSummary>;
  train(): void;
  stop(): void;
  /** Stops the reading of data: what was asked for then fails, and what ran goes on. */
  stopLoading(): void;
  /** One step, then stop. */
  stepOnce(): void;
  /** Back to the beginning, as a run of its own. @returns its id */
  reset(): string | Promise<string>;
  /**
   * Builds what ran on a new device and goes on from the last good state.
   * @param change settings that leave the networks' parameters as they are
   * @throws as `configure`; the last good state is kept for the next attempt
   */
  resume(change?: Partial<Config>): Promise<ModelSummary>;
  /** Runs that are kept besides this one, the newest first. */
  runs(): Promise<RunHead[]>;
  /** Goes on with one of them, as a run that takes its place. @throws as `configure`; Error where it is gone */
  reopen(id: string): Promise<Reopened>;
  forget(id: string): Promise<void>;
  /**
   * Goes on with a run that was written to a file; or, with weights in it, begins one: of the config that the file names, else
   * of the one that runs.
   * @throws as `configure`; Error that names what is wrong in the file, or what does not fit
   */
  openFile(file: Uint8Array<ArrayBuffer>): Promise<Opened>;
  /**
   * What runs, as such a file.
   * @param options `resumable`: with what training goes on from
   */
  runFile(options: { readonly resumable: boolean }): Promise<Uint8Array<ArrayBuffer>>;
  /** Null where the request is of another task than the model: it was asked before the model changed. */
  probe(request: ProbeRequest): Promise<Probe | null>;
  /** What networks answer along an orbit; null where the request came too late, as above, or the task has none. */
  survey(request: SurveyRequest): Promise<Survey | null>;
  /** Answers of all networks to test examples; null as above, or where the task shows none. */
  overview(request: OverviewRequest): Promise<Overview | null>;
  /** The inside of the asked network's attention; null as above, or where it shows none. */
  inspect(request: InspectionRequest): Promise<Inspection | null>;
  /** Of a lost device the last good ones. */
  weights(which: "last" | "best"): Promise<Weights>;
}
