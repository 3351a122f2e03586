import type { Tape, Tensor } from "../autograd/tape.ts";
import type { Config } from "../config/schema.ts";
import type { MeasuredStatistics } from "../nn/batch-norm.ts";
import type { Weights } from "../nn/linear.ts";
import type { ParameterLayout } from "../nn/parameters.ts";

/** Inputs of a program, by input name. */
export type Batch = Readonly<Record<string, Float32Array<ArrayBuffer>>>;

/** What a model scores on test data, by what is measured. */
export type Metrics = Readonly<Record<string, number>>;

/** Runs the test program on a batch and reads its outputs. */
export type TestRun = (batch: Batch) => Promise<Readonly<Record<string, Float32Array>>>;

/** Piece k of a batch whose examples are split evenly; inputs named in `whole` hold for all of it and stay. */
export const pieceOfBatch = (batch: Batch, k: number, pieces: number, whole: readonly string[] = []): Batch =>
  Object.fromEntries(
    Object.entries(batch).map(([name, data]) => {
      const size = data.length / pieces;
      return [name, whole.includes(name) ? data : data.subarray(k * size, (k + 1) * size)];
    }),
  );

/** What a model is trained for: data, loss and metrics. A config names its task; the trainer knows none by name. */
export interface Task {
  /** What the metrics are, as the command line reports them. */
  readonly measures: string;
  /** Whose thorough metrics are the result: the last parameters', or those of the best score on validation data. */
  readonly result: "last" | "best";
  parameterLayout(config: Config): ParameterLayout;
  /** Mean loss of `size` examples; batch norms leave their statistics in `measured`. */
  recordLoss(tape: Tape, config: Config, weights: Weights, size: number, measured: MeasuredStatistics): Tensor;
  /** What `evaluate` reads, of `size` examples. */
  recordTest(tape: Tape, config: Config, weights: Weights, size: number): Readonly<Record<string, Tensor>>;
  /**
   * What the batch of a step is made of, one example after the other, where drawing them may take long; what was drawn is
   * kept for `trainingBatch`.
   */
  draws?(config: Config, step: number): Iterable<unknown>;
  /** The batch of a step; equal arguments give equal batches. */
  trainingBatch(config: Config, step: number): Batch;
  /** Piece k of a batch that is computed in several; what holds for the whole pass stays as it is. */
  pieceOf(batch: Batch, k: number, pieces: number): Batch;
  /** Metrics on test data in batches of `size`; `thorough` ones, which take longer, at the end of training. */
  evaluate(config: Config, size: number, run: TestRun, thorough: boolean): Promise<Metrics>;
  /** Orders checkpoints: the higher, the better. */
  score(metrics: Metrics): number;
  /** Lifted points of an example, whose number decides what fits. */
  elements(config: Config): number;
}
