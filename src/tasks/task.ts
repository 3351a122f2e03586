import type { Tape, Tensor } from "../autograd/tape.ts";
import type { Config } from "../config/schema.ts";
import type { View } from "../config/view.ts";
import type { DataFiles, Watch } from "../data/data-files.ts";
import type { Gpu } from "../gpu/device.ts";
import type { MeasuredStatistics } from "../nn/batch-norm.ts";
import type { Weights } from "../nn/linear.ts";
import type { ParameterLayout } from "../nn/parameters.ts";
import type { Inspection, InspectionRequest } from "./inspection.ts";
import type { Measures } from "./metric.ts";
import type { Overview, OverviewRequest } from "./overview.ts";
import type { Survey, SurveyRequest } from "./survey.ts";
import type { Trained } from "./trained.ts";

/** Inputs of a program, by input name. */
export type Batch = Readonly<Record<string, Float32Array<ArrayBuffer>>>;

/** What a model scores on test data, by what is measured. */
export type Metrics = Readonly<Record<string, number>>;

/** Runs the test program on a batch, with so many slots of points where that differs, and reads its outputs. */
export type TestRun = (batch: Batch, slots?: number) => Promise<Readonly<Record<string, Float32Array>>>;

/** Piece k of a batch whose examples are split evenly; inputs named in `whole` hold for all of it and stay. */
export const pieceOfBatch = (batch: Batch, k: number, pieces: number, whole: readonly string[] = []): Batch =>
  Object.fromEntries(
    Object.entries(batch).map(([name, data]) => {
      const size = data.length / pieces;
      return [name, whole.includes(name) ? data : data.subarray(k * size, (k + 1) * size)];
    }),
  );

/** Examples that were drawn for a step: all networks that are compared learn from the same. */
export interface Examples {
  /** Slots of points that each has, for a task whose batches differ in that. */
  readonly slots?: number;
  /** What the network of a config reads of them; lifted, where it lifts. */
  inputs(config: Config): Batch;
}

/** What one network is trained and tested on. */
export interface Objective {
  /** Of its parameters. */
  readonly layout: ParameterLayout;
  /** Slots of points that examples may have, ascending, where batches differ in that: programs are compiled for each. */
  readonly slots?: readonly number[];
  /** Mean loss of `size` examples; batch norms leave their statistics in `measured`. */
  recordLoss(tape: Tape, weights: Weights, size: number, measured: MeasuredStatistics, slots?: number): Tensor;
  /** What `evaluate` reads, of `size` examples. */
  recordTest(tape: Tape, weights: Weights, size: number, slots?: number): Readonly<Record<string, Tensor>>;
  /** Piece k of a batch that is computed in several; what holds for the whole pass stays as it is. */
  pieceOf(batch: Batch, k: number, pieces: number): Batch;
  /** Metrics on test data in batches of `size`; `thorough` ones, which take longer, at the end of training. */
  evaluate(size: number, run: TestRun, thorough: boolean): Promise<Metrics>;
  /** What an experiment keeps besides, at the end of training; left out where there is no more to tell. */
  details?(size: number, run: TestRun): Promise<Metrics>;
}

/** A config's data, opened: its examples, and all that is kept of them. */
export interface Problem {
  /** What the batch of a step is made of, one example after the other, where drawing them may take long. */
  draws?(step: number): Iterable<unknown>;
  /** The batch of a step; equal arguments give equal examples. */
  batch(step: number): Examples;
  /** As the network of a config sees it, which may differ from the problem's own in the network alone. */
  objective(config: Config): Objective;
}

/** What a visitor looks at, which names its task. */
interface Look {
  readonly task: Config["task"];
}

/** The programs behind what a visitor looks at. */
export interface LookProgram<Request extends Look = Look, Answer = unknown> {
  run(request: Request): Promise<Answer>;
  destroy(): void;
}

/** What a network can be trained for. A config names its task; the trainer knows none by name. */
export interface Task<Request extends Look = Look, Probe extends Look = Look> {
  /** The metrics together, as the command line's JSON names them. */
  readonly measures: string;
  /** What is measured while it trains, for people. */
  measuresOf(config: Config): Measures;
  /** Whose thorough metrics are the result: the last parameters', or those of the best score on validation data. */
  readonly result: "last" | "best";
  /**
   * @param files where its data come from, for a task that has some
   * @param watch told how far loading is; stops it
   * @throws Error that says what is wrong with them
   */
  open(config: Config, files?: DataFiles, watch?: Watch): Promise<Problem>;
  parameterLayout(config: Config): ParameterLayout;
  /** The programs of what a visitor inspects, of networks that learn the same. */
  openProbe(gpu: Gpu, trained: readonly Trained[]): Promise<LookProgram<Request, Probe>>;
  /** The programs of surveys; left out for a task whose answers have no orbit to be shown. */
  openSurvey?(gpu: Gpu, trained: readonly Trained[]): Promise<LookProgram<SurveyRequest, Survey>>;
  /** The programs that answer for many test examples at once; left out for a task that shows no such answers. */
  openOverview?(gpu: Gpu, trained: readonly Trained[]): Promise<LookProgram<OverviewRequest, Overview>>;
  /** The programs that look into a network that lifts; left out for a task that shows nothing of it. */
  openInspection?(gpu: Gpu, trained: Trained): Promise<LookProgram<InspectionRequest, Inspection>>;
  /** What is asked for a view. */
  request(config: Config, view: View): Request;
  surveyRequest?(config: Config, view: View): SurveyRequest;
  inspectionRequest?(config: Config, view: View): InspectionRequest;
  /** What trains beside a config where it does not say. */
  companions(config: Config): Config[];
  /** The config with another model of its task, of like size where there is a choice. */
  withModel(config: Config, model: Config["model"]): Config;
  /** Lifted points of an example, whose number decides what fits. */
  elements(config: Config): number;
}
