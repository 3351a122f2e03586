import { compile } from "../autograd/compile.ts";
import { gradients } from "../autograd/gradients.ts";
import { adam } from "../autograd/operations/adam.ts";
import { crossEntropy } from "../autograd/operations/cross-entropy.ts";
import { reshape } from "../autograd/operations/movement.ts";
import { movingAverage } from "../autograd/operations/moving-average.ts";
import { mean } from "../autograd/operations/reduce.ts";
import type { Program } from "../autograd/program.ts";
import { Tape, type Tensor } from "../autograd/tape.ts";
import { decideVariants } from "../autograd/tuner.ts";
import { RandomStream } from "../config/random.ts";
import type { Config } from "../config/schema.ts";
import type { Gpu } from "../gpu/device.ts";
import { readBuffers } from "../gpu/readback.ts";
import type { MeasuredStatistics } from "../nn/batch-norm.ts";
import { Parameters } from "../nn/parameters.ts";
import { type Batch, type TestSet, testBatch, testSetsOf, trainingBatch } from "../tasks/constellations/batch.ts";
import { patternsOf } from "../tasks/constellations/generate.ts";
import { classesOf, network, parameterLayout, recordInputs } from "../tasks/constellations/network.ts";
import { adamRates } from "./schedule.ts";

/** By the config's test sets. */
export type Accuracy = Partial<Record<TestSet, number>>;

/** A loss was not finite: names the step and the first tensor that went bad. */
class DivergedError extends Error {
  override readonly name = "DivergedError";
  constructor(model: string, step: number, tensor: string) {
    super(
      `Training of the ${model} diverged at step ${step}: the first tensor that is not finite is ${tensor}. The last good parameters are kept; try a smaller learning rate.`,
    );
  }
}

/** What training resumes from. */
export interface Checkpoint {
  readonly step: number;
  readonly parameters: Float32Array<ArrayBuffer>;
  /** Adam's running mean and running square, [2, P]. */
  readonly moments: Float32Array<ArrayBuffer>;
}

/** Losses kept on the GPU before they must be read. */
const RING = 256;

/** One model in training: parameters, optimiser state, and the compiled training and evaluation programs. */
export class Trainer {
  readonly config: Config;
  readonly parameters: Parameters;
  /** Steps submitted so far. */
  step = 0;
  /** The state of the best mean accuracy over the test sets so far. */
  best: { readonly accuracy: number; readonly checkpoint: Checkpoint } | null = null;
  /** The last state known to be finite. */
  lastGood: Checkpoint | null = null;
  readonly #gpu: Gpu;
  readonly #training: Program;
  readonly #evaluation: Program;
  readonly #ring: GPUBuffer;
  readonly #moments: GPUBuffer;
  readonly #testBatches = new Map<TestSet, Batch[]>();
  #read = 0;

  private constructor(
    gpu: Gpu,
    config: Config,
    parameters: Parameters,
    moments: GPUBuffer,
    training: Program,
    evaluation: Program,
  ) {
    this.config = config;
    this.parameters = parameters;
    this.#gpu = gpu;
    this.#moments = moments;
    this.#training = training;
    this.#evaluation = evaluation;
    this.#ring = gpu.device.createBuffer({
      label: "loss ring",
      size: RING * 4,
      usage: GPUBufferUsage.COPY_DST | GPUBufferUsage.COPY_SRC,
    });
    this.reset();
  }

  /** Builds and compiles everything a config asks for. @throws KernelError, RangeError */
  static async create(gpu: Gpu, config: Config): Promise<Trainer> {
    const model = buildModel(gpu, config);
    // A software adapter's best is known, and compiling the other variants takes it seconds: only the benchmark does.
    if (gpu.variants.target === "gpu") await decideVariants(gpu, model.recordStep);
    const [training, evaluation] = await Promise.all([
      compile(gpu, model.recordStep(new Tape(gpu.variants))),
      compile(gpu, model.recordTest(new Tape(gpu.variants))),
    ]);
    return new Trainer(gpu, config, model.parameters, model.moments, training, evaluation);
  }

  /** Times the variants of all kernels in a config's training step that have no verdict yet. */
  static async decideVariants(gpu: Gpu, config: Config): Promise<void> {
    const { parameters, moments, recordStep } = buildModel(gpu, config);
    await decideVariants(gpu, recordStep);
    parameters.destroy();
    moments.destroy();
  }

  /** Back to step 0 with fresh parameters from the seed. */
  reset(): void {
    const { config } = this;
    this.parameters.initialise((name) => {
      const random = new RandomStream(config.seed, `initial ${name}`);
      return () => random.uniform();
    });
    const encoder = this.#gpu.device.createCommandEncoder();
    encoder.clearBuffer(this.#moments);
    this.#gpu.device.queue.submit([encoder.finish()]);
    this.step = 0;
    this.#read = 0;
    this.best = null;
    this.lastGood = null;
  }

  get dispatchesPerStep(): number {
    return this.#training.dispatchCount;
  }

  get bytes(): number {
    return this.#training.bytes;
  }

  /** Submits one step; reads nothing back. */
  submitStep(batch: Batch = trainingBatch(this.config, this.step)): void {
    for (const [name, data] of Object.entries(batch)) this.#training.write(name, data);
    this.#training.write("rates", adamRates(this.config, this.step));
    this.#training.run({ output: "loss", ring: this.#ring, offset: (this.step % RING) * 4 });
    this.step++;
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

  #diverged(step: number, parameters: Float32Array): DivergedError {
    const named = [...this.parameters.unpack(parameters)];
    const [tensor] = named.find(([, { data }]) => !data.every(Number.isFinite)) ?? ["the loss itself"];
    return new DivergedError(this.config.model, step, tensor);
  }

  /**
   * Mean count accuracy on every test set; also keeps a checkpoint, and the best one.
   * @throws DivergedError if a parameter is not finite
   */
  async evaluate(): Promise<Accuracy> {
    const accuracy: Accuracy = {};
    const sets = testSetsOf(this.config);
    const classes = classesOf(this.config);
    for (const set of sets) {
      let right = 0;
      let seen = 0;
      for (const batch of this.#batchesOf(set)) {
        for (const [name, data] of Object.entries(batch)) this.#evaluation.write(name, data);
        this.#evaluation.run();
        const { logits } = await this.#evaluation.read("logits");
        const perCloud = batch.labels.length / this.config.batch;
        const rows = Math.min(batch.labels.length, this.config.tests * perCloud - seen);
        for (let row = 0; row < rows; row++) {
          if (argmax(logits, row * classes, classes) === batch.labels[row]) right++;
        }
        seen += rows;
      }
      accuracy[set] = right / seen;
    }
    const checkpoint = await this.#checkpoint();
    // Rectified units can hide a bad tensor from the loss.
    if (!checkpoint.parameters.every(Number.isFinite)) throw this.#diverged(this.step, checkpoint.parameters);
    this.lastGood = checkpoint;
    const overall = sets.reduce((sum, set) => sum + (accuracy[set] ?? 0), 0) / sets.length;
    if (overall > (this.best?.accuracy ?? -1)) this.best = { accuracy: overall, checkpoint };
    return accuracy;
  }

  #batchesOf(set: TestSet): Batch[] {
    let batches = this.#testBatches.get(set);
    if (!batches) {
      // As large as a training batch, so that both programs share their compiled kernels.
      const { tests, batch } = this.config;
      batches = Array.from({ length: Math.ceil(tests / batch) }, (_, k) =>
        testBatch(this.config, set, k * batch, batch),
      );
      this.#testBatches.set(set, batches);
    }
    return batches;
  }

  async #checkpoint(): Promise<Checkpoint> {
    const { step } = this;
    const bytes = this.parameters.layout.size * 4;
    const [parameters, moments] = (await readBuffers(this.#gpu.device, [
      { buffer: this.parameters.buffer, offset: 0, bytes },
      { buffer: this.#moments, offset: 0, bytes: 2 * bytes },
    ])) as [Checkpoint["parameters"], Checkpoint["moments"]];
    return { step, parameters, moments };
  }

  /** Back to the last good state, or to the beginning where there is none yet. */
  rollBack(): void {
    if (this.lastGood) this.restore(this.lastGood);
    else this.reset();
  }

  /** Continues from a checkpoint of a trainer with the same config, on this device or another. */
  restore(checkpoint: Checkpoint): void {
    this.parameters.write(checkpoint.parameters);
    this.#gpu.device.queue.writeBuffer(this.#moments, 0, checkpoint.moments);
    this.step = checkpoint.step;
    this.#read = checkpoint.step;
  }

  destroy(): void {
    this.#training.destroy();
    this.#evaluation.destroy();
    this.parameters.destroy();
    this.#moments.destroy();
    this.#ring.destroy();
  }
}

/** Parameters and optimiser state of a config, and how to record its two programs. */
function buildModel(gpu: Gpu, config: Config) {
  const { device } = gpu;
  const layout = parameterLayout(config);
  const parameters = new Parameters(device, layout);
  const moments = device.createBuffer({
    label: "adam moments",
    size: layout.size * 8,
    usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST | GPUBufferUsage.COPY_SRC,
  });
  const classes = classesOf(config);
  const counts = patternsOf(config).length;

  const rows = config.batch * counts;
  const trained = layout.stored.filter((tensor) => tensor.trained);

  const recordStep = (tape: Tape) => {
    const stored = parameters.record(tape);
    const measured: MeasuredStatistics = new Map();
    const logits = network(config, stored, recordInputs(tape, config, config.batch), measured);
    const labels = reshape(tape.input("labels", [config.batch, counts]), [rows]);
    const loss = mean(crossEntropy(reshape(logits, [rows, classes]), labels));
    const update = adam(
      tape.state("parameters", [layout.size], { buffer: parameters.buffer, offset: 0 }),
      tape.state("moments", [2, layout.size], { buffer: moments, offset: 0 }),
      gradients(
        loss,
        trained.map(({ name }) => stored.get(name) as Tensor),
      ),
      trained.map(({ offset }) => offset),
      tape.input("rates", [5]),
    );
    const averages = [...measured].map(([name, value]) => [name, movingAverage(stored.get(name) as Tensor, value)]);
    return { loss, update, ...Object.fromEntries(averages) } as Record<string, Tensor>;
  };
  const recordTest = (tape: Tape): Record<string, Tensor> => {
    const logits = network(config, parameters.record(tape), recordInputs(tape, config, config.batch));
    return { logits: reshape(logits, [rows, classes]) };
  };
  return { parameters, moments, recordStep, recordTest };
}

/** Index of the largest of `size` values from `start`. */
function argmax(values: ArrayLike<number>, start: number, size: number): number {
  let best = 0;
  for (let k = 1; k < size; k++) if ((values[start + k] as number) > (values[start + best] as number)) best = k;
  return best;
}
