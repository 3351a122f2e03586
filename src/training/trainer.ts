import { models } from "../config/models.ts";
import type { Config } from "../config/schema.ts";
import { Fault } from "../faults/fault.ts";
import type { Gpu } from "../gpu/device.ts";
import { readBuffers } from "../gpu/readback.ts";
import type { Parameters } from "../nn/parameters.ts";
import { initialise } from "../tasks/initial.ts";
import { scoreOf } from "../tasks/metric.ts";
import { taskOf } from "../tasks/registry.ts";
import type { Batch, Examples, Metrics, Objective, Problem, TestRun } from "../tasks/task.ts";
import { allFinite, diagnose } from "./diagnosis.ts";
import { adamRates } from "./learning-rate.ts";
import { type Buffers, buildModel, destroyModel, type Model, pieceSize, whatFits } from "./model.ts";
import { Programs } from "./programs.ts";

/** A loss or a parameter was not finite after a step; `diagnose` finds what went bad first, and why. */
export class DivergedError extends Error {
  override readonly name = "DivergedError";
  readonly step: number;
  /** @param tensor the first that is known to be bad */
  constructor(model: string, step: number, tensor: string, advice = "") {
    super(
      `Training of the ${model} diverged at step ${step}: the first tensor that is not finite is ${tensor}. ${advice && `${advice} `}The last good parameters are kept.`,
    );
    this.step = step;
  }
}

/** What training resumes from. */
export interface Checkpoint {
  readonly step: number;
  readonly parameters: Float32Array<ArrayBuffer>;
  /** Adam's running mean and running square, [2, P]. */
  readonly moments: Float32Array<ArrayBuffer>;
}

/** What training goes on from in another session: the last good state, and the best one. */
export interface Snapshot {
  readonly last: Checkpoint;
  readonly best: Best | null;
}

interface Best {
  readonly score: number;
  readonly checkpoint: Checkpoint;
}

/** Thorough metrics, what an experiment keeps besides where it asks, and the step whose parameters they are of. */
export interface Tested {
  readonly step: number;
  readonly metrics: Metrics;
  readonly details: Metrics;
}

/** Losses kept on the GPU before they must be read. */
const RING = 256;

/** One model in training: parameters, optimiser state, and the compiled training and evaluation programs. */
export class Trainer {
  readonly config: Config;
  readonly parameters: Parameters;
  /** Steps submitted so far. */
  step = 0;
  /** The state of the best score so far. */
  best: Best | null = null;
  /** The last state known to be finite. */
  lastGood: Checkpoint | null = null;
  readonly #gpu: Gpu;
  readonly #problem: Problem;
  readonly #objective: Objective;
  readonly #model: Model;
  readonly #ring: GPUBuffer;
  readonly #buffers: Buffers;
  readonly #programs: Programs;
  #preparing: Promise<void> | null = null;
  #read = 0;

  private constructor(gpu: Gpu, problem: Problem, config: Config) {
    const objective = problem.objective(config);
    this.#model = buildModel(gpu, config, objective);
    this.#programs = new Programs(gpu, objective, this.#model);
    this.config = config;
    this.#problem = problem;
    this.#objective = objective;
    this.parameters = this.#model.parameters;
    this.#gpu = gpu;
    this.#buffers = this.#model.buffers;
    this.#ring = gpu.device.createBuffer({
      label: "loss ring",
      size: RING * 4,
      usage: GPUBufferUsage.COPY_DST | GPUBufferUsage.COPY_SRC,
    });
    this.reset();
  }

  /**
   * Parameters and optimiser state, with nothing compiled yet.
   * @param problem what it learns, opened for this config or for one that it is compared with
   */
  static open(gpu: Gpu, problem: Problem, config: Config): Trainer {
    return new Trainer(gpu, problem, config);
  }

  /** One that is prepared. @throws as `prepare` */
  static async create(gpu: Gpu, problem: Problem, config: Config): Promise<Trainer> {
    const trainer = Trainer.open(gpu, problem, config);
    try {
      await trainer.prepare();
      return trainer;
    } catch (error) {
      trainer.destroy();
      throw error;
    }
  }

  /**
   * Compiles the training step, once; the evaluation is begun after it, and awaited where it is needed first.
   * @throws KernelError; Fault, room, that says what would fit, where this does not
   */
  prepare(): Promise<void> {
    this.#preparing ??= this.#programs.compileStep().catch((error: unknown) => {
      this.#preparing = null;
      throw error instanceof Fault && error.data.kind === "room"
        ? new Fault({ ...error.data, remedy: whatFits(this.#gpu, this.config, this.#objective) })
        : error;
    });
    return this.#preparing;
  }

  /** Whether its training step is compiled. */
  get isPrepared(): boolean {
    return this.#programs.isPrepared;
  }

  /** Times the variants of all kernels in a config's training step that have no measurement yet. */
  static async autotune(gpu: Gpu, problem: Problem, config: Config): Promise<void> {
    const objective = problem.objective(config);
    const model = buildModel(gpu, config, objective);
    try {
      await new Programs(gpu, objective, model).tune();
    } finally {
      destroyModel(model);
    }
  }

  /** Back to step 0 with fresh parameters from the seed. */
  reset(): void {
    const { config } = this;
    initialise(this.parameters, config.seed);
    this.#clear(this.#buffers.moments);
    this.step = 0;
    this.#read = 0;
    this.best = null;
    this.lastGood = null;
  }

  get dispatchesPerStep(): number {
    return this.#programs.dispatches(this.config.accumulate);
  }

  get bytes(): number {
    return this.#programs.bytes + (this.#buffers.totals?.size ?? 0);
  }

  /** Submits one step; reads nothing back. */
  submitStep(examples: Examples = this.#problem.batch(this.step)): void {
    this.#submit(examples.inputs(this.config), examples.slots);
  }

  #submit(batch: Batch, slots: number | undefined): void {
    const { update } = this.#programs;
    const gradient = this.#programs.gradient(slots);
    const { accumulate: pieces } = this.config;
    const last = update ?? gradient;
    const record = { output: "loss", ring: this.#ring, offset: (this.step % RING) * 4 };
    if (this.#buffers.totals) this.#clear(this.#buffers.totals);
    for (let k = 0; k < pieces; k++) {
      for (const [name, data] of Object.entries(this.#objective.pieceOf(batch, k, pieces))) gradient.write(name, data);
      if (update) gradient.run();
    }
    last.write("rates", adamRates(this.config, this.step));
    last.run(record);
    this.step++;
  }

  #clear(buffer: GPUBuffer): void {
    const encoder = this.#gpu.device.createCommandEncoder();
    encoder.clearBuffer(buffer);
    this.#gpu.device.queue.submit([encoder.finish()]);
  }

  /**
   * Losses of the steps since the last call (at most the ring's 256), waiting for the GPU.
   * @throws DivergedError if one is not finite; `rollBack` then returns to the last good state.
   */
  async readLosses(): Promise<{ step: number; loss: number }[]> {
    const first = Math.max(this.#read, this.step - RING);
    const last = this.step;
    this.#read = last;
    if (first === last) return [];
    const [ring] = await readBuffers(this.#gpu.device, [{ buffer: this.#ring, offset: 0, bytes: RING * 4 }]);
    this.#gpu.throwPendingError();
    const losses = Array.from({ length: last - first }, (_, k) => ({
      step: first + k + 1,
      loss: ring?.[(first + k) % RING] ?? Number.NaN,
    }));
    const bad = losses.find(({ loss }) => !Number.isFinite(loss));
    if (bad) throw this.#diverged(bad.step, await this.parameters.read());
    return losses;
  }

  /**
   * What went bad in a step: trains up to it once more from the last good state and looks through it. The trainer
   * is at that step then, to be rolled back.
   */
  async diagnose({ step }: DivergedError): Promise<DivergedError> {
    const { config } = this;
    const found = (tensor: string, advice: string) =>
      new DivergedError(models[config.model].title, step, tensor, advice);
    this.rollBack();
    while (this.step < step - 1) this.submitStep();
    const examples = this.#problem.batch(step - 1);
    const batch = examples.inputs(config);
    for (let k = 0; k < config.accumulate; k++) {
      const piece = this.#objective.pieceOf(batch, k, config.accumulate);
      const first = await diagnose(
        this.#gpu,
        this.#objective,
        this.parameters,
        piece,
        pieceSize(config),
        examples.slots,
      );
      if (first) return found(first.tensor, first.advice);
    }
    this.#submit(batch, examples.slots);
    const after = await this.parameters.read();
    return allFinite(after)
      ? found("not to be found", "Repeated from the last good state, the step is finite: the adapter may be at fault.")
      : found(
          this.#firstBad(after),
          "The step itself overshoots: try a smaller learning rate, or an Adam beta 2 nearer to 1.",
        );
  }

  #firstBad(parameters: Float32Array): string {
    const [name] = [...this.parameters.unpack(parameters)].find(([, { data }]) => !allFinite(data)) ?? ["the loss"];
    return name;
  }

  #diverged(step: number, parameters: Float32Array): DivergedError {
    return new DivergedError(models[this.config.model].title, step, this.#firstBad(parameters));
  }

  /** Metrics of the parameters of now, on fewer test data where it need not be thorough. */
  async measure(thorough = false): Promise<Metrics> {
    return this.#objective.evaluate(pieceSize(this.config), this.#testRun(), thorough);
  }

  #testRun(): TestRun {
    return async (batch, slots) => {
      const evaluation = await this.#programs.test(slots);
      for (const [name, data] of Object.entries(batch)) evaluation.write(name, data);
      evaluation.run();
      return evaluation.read(...evaluation.outputNames);
    };
  }

  async #tested(step: number, detailed: boolean): Promise<Tested> {
    const details = detailed && (await this.#objective.details?.(pieceSize(this.config), this.#testRun()));
    return { step, metrics: await this.measure(true), details: details || {} };
  }

  /** What the parameters that are the task's result score. @param detailed whether details are wanted, which take as long again */
  async test(detailed = false): Promise<Tested> {
    if (taskOf(this.config).result === "last") return this.#tested(this.step, detailed);
    await this.evaluate();
    const chosen = (this.best as Best).checkpoint;
    const last = (await this.parameters.read()) as Checkpoint["parameters"];
    this.parameters.write(chosen.parameters);
    const tested = await this.#tested(chosen.step, detailed);
    this.parameters.write(last);
    return tested;
  }

  /** Metrics of the state of now, which is kept. @throws DivergedError if a parameter is not finite */
  async evaluate(): Promise<Metrics> {
    const metrics = await this.measure();
    await this.keep(metrics);
    return metrics;
  }

  /**
   * Makes the state of now the last good one, and the best one where its metrics say so.
   * @throws DivergedError if a parameter is not finite
   */
  async keep(metrics: Metrics | null = null): Promise<Snapshot> {
    const last = await this.#checkpoint();
    // Rectified units can hide a bad tensor from the loss.
    if (!allFinite(last.parameters)) throw this.#diverged(last.step, last.parameters);
    this.lastGood = last;
    const measures = taskOf(this.config).measuresOf(this.config);
    const score = metrics ? scoreOf(measures, metrics) : Number.NEGATIVE_INFINITY;
    if (score > (this.best?.score ?? Number.NEGATIVE_INFINITY)) this.best = { score, checkpoint: last };
    return { last, best: this.best };
  }

  async #checkpoint(): Promise<Checkpoint> {
    const { step } = this;
    const bytes = this.parameters.layout.size * 4;
    const [parameters, moments] = (await readBuffers(this.#gpu.device, [
      { buffer: this.parameters.buffer, offset: 0, bytes },
      { buffer: this.#buffers.moments, offset: 0, bytes: 2 * bytes },
    ])) as [Checkpoint["parameters"], Checkpoint["moments"]];
    return { step, parameters, moments };
  }

  /** Back to the last good state, or to the beginning where there is none yet. */
  rollBack(): void {
    if (this.lastGood) this.#restore(this.lastGood);
    else this.reset();
  }

  /** Whether it is at its last step, or has waited for a better score as long as it was to. */
  get isFinished(): boolean {
    const { steps, patience, evaluate } = this.config;
    const waited = this.best ? this.step - this.best.checkpoint.step : 0;
    return this.step >= steps || (patience > 0 && waited >= patience * evaluate);
  }

  /** The last good state and the best one; null before anything was kept. */
  get snapshot(): Snapshot | null {
    return this.lastGood && { last: this.lastGood, best: this.best };
  }

  /**
   * Continues from a snapshot of a trainer with the same network, on this device or another.
   * @throws RangeError if it is of another network
   */
  resume({ last, best }: Snapshot): void {
    const { size } = this.parameters.layout;
    if (last.parameters.length !== size) {
      throw new RangeError(`The kept state has ${last.parameters.length} parameters, this network ${size}.`);
    }
    this.#restore(last);
    this.lastGood = last;
    this.best = best;
  }

  #restore(checkpoint: Checkpoint): void {
    this.parameters.write(checkpoint.parameters);
    this.#gpu.device.queue.writeBuffer(this.#buffers.moments, 0, checkpoint.moments);
    this.step = checkpoint.step;
    this.#read = checkpoint.step;
  }

  destroy(): void {
    this.#programs.destroy();
    destroyModel(this.#model);
    this.#ring.destroy();
  }
}
