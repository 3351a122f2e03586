import type { Config } from "../config/schema.ts";
import type { Gpu } from "../gpu/device.ts";
import { DeviceLostError } from "../gpu/errors.ts";
import type { Batch, Metrics } from "../tasks/task.ts";
import { DivergedError, type Snapshot, Trainer } from "../training/trainer.ts";
import { baselineOf } from "./baseline.ts";
import type { PerModel } from "./protocol.ts";

/** A lost device fails what is under way a moment before it says that it is lost. */
const LOSS_MS = 200;

const lossOf = (gpu: Gpu): Promise<boolean> =>
  Promise.race([
    gpu.lost.then(() => true),
    new Promise<boolean>((resolve) => {
      setTimeout(() => resolve(gpu.isLost), LOSS_MS);
    }),
  ]);

const words = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** What stopped a trainer, in words; of a value that is not finite, which one and why. */
async function told(trainer: Trainer, error: unknown): Promise<string> {
  if (!(error instanceof DivergedError)) return words(error);
  // What cannot be looked into, for want of room, is told as it is.
  return words(await trainer.diagnose(error).catch(() => error));
}

/** A model and, where there is one, the baseline that it is compared with, in training on the same batches. */
export class Pair {
  readonly gpu: Gpu;
  readonly main: Trainer;
  readonly baseline: Trainer | null;
  readonly #report: (problem: string) => void;
  /** A baseline that diverged waits at its last good state while the main model goes on. */
  #baselineStopped = false;

  private constructor(gpu: Gpu, main: Trainer, baseline: Trainer | null, report: (problem: string) => void) {
    this.gpu = gpu;
    this.main = main;
    this.baseline = baseline;
    this.#report = report;
  }

  /**
   * @param from where each goes on; from the beginning where there is nothing
   * @param report told in words when the baseline stops
   * @throws DeviceLostError where the device goes meanwhile: what is built on it by then is of no use; else as
   * `Trainer.create` and `Trainer.resume`
   */
  static async create(
    gpu: Gpu,
    config: Config,
    withBaseline: boolean,
    from: PerModel<Snapshot | null>,
    report: (problem: string) => void,
  ): Promise<Pair> {
    const other = withBaseline ? baselineOf(config) : null;
    const building = Promise.all([Trainer.create(gpu, config), other ? Trainer.create(gpu, other) : null]);
    const lost = gpu.lost.then((reason): never => {
      throw new DeviceLostError(reason);
    });
    try {
      const pair = new Pair(gpu, ...(await Promise.race([building, lost])), report);
      pair.#resume(from);
      return pair;
    } catch (error) {
      if (await lossOf(gpu)) return lost;
      throw error;
    }
  }

  /** A baseline that is at another step than the main model was stopped. */
  #resume(from: PerModel<Snapshot | null>): void {
    const { main, baseline } = this;
    if (from.main) main.resume(from.main);
    if (!baseline) return;
    if (from.baseline) baseline.resume(from.baseline);
    this.#baselineStopped = baseline.step !== main.step;
    if (this.#baselineStopped)
      this.#report(`The ${baseline.config.model} stays where it stopped, at step ${baseline.step}.`);
  }

  get dispatchesPerStep(): number {
    return this.main.dispatchesPerStep + (this.baseline?.dispatchesPerStep ?? 0);
  }

  get bytes(): number {
    return this.main.bytes + (this.baseline?.bytes ?? 0);
  }

  get parameterCounts(): PerModel<number> {
    return {
      main: this.main.parameters.layout.count,
      baseline: this.baseline?.parameters.layout.count ?? null,
    };
  }

  /** Last good and best states. */
  get snapshots(): PerModel<Snapshot | null> {
    return { main: this.main.snapshot, baseline: this.baseline?.snapshot ?? null };
  }

  submitStep(batch: Batch): void {
    this.main.submitStep(batch);
    if (!this.#baselineStopped) this.baseline?.submitStep(batch);
  }

  /** Losses of the steps since the last call. @throws DivergedError of the main model */
  async readLosses(): Promise<{ step: number; loss: PerModel<number> }[]> {
    const { main, baseline } = await this.#both((trainer) => trainer.readLosses());
    return main.map(({ step, loss }, k) => ({ step, loss: { main: loss, baseline: baseline?.[k]?.loss ?? null } }));
  }

  /** Metrics of the models that still train; the state they are of becomes the last good one. @throws as `keep` */
  async evaluate(): Promise<PerModel<Metrics>> {
    const metrics = await this.#both((trainer) => trainer.measure());
    // One after the other would leave them at different steps, were the device lost in between.
    const kept = await this.#both((trainer, which) => trainer.keep(metrics[which]));
    return { main: metrics.main, baseline: kept.baseline && metrics.baseline };
  }

  /** Makes the state of now the last good one. @throws DivergedError of the main model */
  async keep(): Promise<PerModel<Snapshot>> {
    const { main, baseline } = await this.#both((trainer) => trainer.keep());
    return { main, baseline: baseline ?? this.baseline?.snapshot ?? null };
  }

  reset(): void {
    this.main.reset();
    this.baseline?.reset();
    this.#baselineStopped = false;
  }

  /** What stopped the training, in words, back at the last good state; null where the device is gone, and all with it. */
  async recover(error: unknown): Promise<string | null> {
    if (await lossOf(this.gpu)) return null;
    const message = await told(this.main, error);
    this.main.rollBack();
    this.baseline?.rollBack();
    return message;
  }

  /** The error, or what it comes from where the device is lost. */
  async causeOf(error: unknown): Promise<unknown> {
    return (await lossOf(this.gpu)) ? new DeviceLostError(words(error)) : error;
  }

  destroy(): void {
    this.main.destroy();
    this.baseline?.destroy();
  }

  /** What both answer; null for a baseline that is stopped, or diverges now. */
  async #both<Answer>(
    ask: (trainer: Trainer, which: keyof PerModel<unknown>) => Promise<Answer>,
  ): Promise<PerModel<Answer>> {
    const { main, baseline } = this;
    // Both are done before either is looked into: that takes its buffers.
    const [own, other] = await Promise.allSettled([
      ask(main, "main"),
      this.#baselineStopped || !baseline ? null : ask(baseline, "baseline"),
    ]);
    if (own.status === "rejected") throw own.reason;
    if (other.status === "rejected") await this.#stopBaseline(other.reason);
    return { main: own.value, baseline: other.status === "fulfilled" ? other.value : null };
  }

  /** @throws what stopped the baseline, where it did not diverge */
  async #stopBaseline(error: unknown): Promise<void> {
    const { baseline } = this;
    if (!(error instanceof DivergedError) || !baseline) throw error;
    // The window after the bad one was under way already.
    if (this.#baselineStopped) return;
    this.#baselineStopped = true;
    const message = await told(baseline, error);
    baseline.rollBack();
    this.#report(`${message} The other network goes on without it.`);
  }
}
