import { models } from "../config/models.ts";
import type { Config } from "../config/schema.ts";
import type { DataFiles, Watch } from "../data/data-files.ts";
import { Fault, kindOf } from "../faults/fault.ts";
import type { Gpu } from "../gpu/device.ts";
import { entrantsOf, titlesOf } from "../tasks/entrants.ts";
import { taskOf } from "../tasks/registry.ts";
import type { Examples, Metrics, Problem } from "../tasks/task.ts";
import { reasonOf } from "../text/reason.ts";
import { DivergedError, type Snapshot, Trainer } from "../training/trainer.ts";
import type { EntrantSummary, StepLosses } from "./protocol.ts";

/** A lost device may fail what is under way, whatever the words, a moment before it says that it is lost. */
const LOSS_MS = 200;

/** Whether an error comes of the loss of its device. */
async function isLoss(error: unknown, gpu: Gpu): Promise<boolean> {
  if (kindOf(error) === "lost") return true;
  return Promise.race([
    gpu.lost.then(() => true),
    new Promise<boolean>((resolve) => {
      setTimeout(() => resolve(gpu.isLost), LOSS_MS);
    }),
  ]);
}

/** What stopped a trainer, in words; of a value that is not finite, which one and why. */
async function told(trainer: Trainer, error: unknown): Promise<string> {
  if (!(error instanceof DivergedError)) return reasonOf(error);
  // What cannot be looked into, for want of room, is told as it is.
  return reasonOf(await trainer.diagnose(error).catch(() => error));
}

interface EntrantOptions {
  /** Whether others than the asked one train. */
  readonly compare: boolean;
  /** Where each goes on; from the beginning where there is nothing. */
  readonly from: readonly (Snapshot | null)[];
  /** Where data come from, for tasks that have some. */
  readonly files: DataFiles | undefined;
  readonly watch: Watch;
}

/** Losses of some steps, and how long a step took. */
interface Progress {
  readonly steps: readonly StepLosses[];
  /** Of each entrant, null where it rests. */
  readonly milliseconds: readonly (number | null)[];
}

/**
 * Networks in training on the same batches, the asked one first. Another that diverges rests at its last good state while
 * the rest go on; what stops the first one stops them all.
 */
export class Entrants {
  readonly gpu: Gpu;
  readonly problem: Problem;
  readonly trainers: readonly [Trainer, ...Trainer[]];
  readonly #titles: readonly string[];
  readonly #report: (problem: string) => void;
  readonly #resting = new Set<Trainer>();
  /** When the GPU was done with what was submitted last. */
  #doneAt = 0;

  private constructor(
    gpu: Gpu,
    problem: Problem,
    trainers: readonly [Trainer, ...Trainer[]],
    report: (problem: string) => void,
  ) {
    this.gpu = gpu;
    this.problem = problem;
    this.trainers = trainers;
    this.#report = report;
    this.#titles = titlesOf(trainers.map(({ config }) => config));
  }

  get summaries(): readonly EntrantSummary[] {
    return this.trainers.map((trainer, k) => ({
      config: trainer.config,
      title: this.#titles[k] as string,
      parameters: trainer.parameters.layout.count,
      dispatches: trainer.isPrepared ? trainer.dispatchesPerStep : null,
      bytes: trainer.isPrepared ? trainer.bytes : null,
    }));
  }

  get isPrepared(): boolean {
    return this.trainers.every((trainer) => trainer.isPrepared);
  }

  /** Compiles the training steps. @throws as `Trainer.prepare` */
  async prepare(): Promise<void> {
    await Promise.all(this.trainers.map((trainer) => trainer.prepare()));
  }

  /**
   * Networks whose training steps are compiled; those of a run that has come to its end are when it goes on.
   * @param report told in words when another than the first stops
   * @throws Fault, lost, where the device goes meanwhile: what is built on it by then is of no use; else as
   * `Task.open`, `Trainer.prepare` and `Trainer.resume`
   */
  static async create(
    gpu: Gpu,
    config: Config,
    { compare, from, files, watch }: EntrantOptions,
    report: (problem: string) => void,
  ): Promise<Entrants> {
    const build = async () => {
      const problem = await taskOf(config).open(config, files, watch);
      const configs = compare ? entrantsOf(config) : [config];
      const trainers = configs.map((own) => Trainer.open(gpu, problem, own));
      const entrants = new Entrants(gpu, problem, trainers as [Trainer, ...Trainer[]], report);
      try {
        const finished = (from[0]?.last.step ?? 0) >= config.steps;
        if (!finished) await entrants.prepare();
        return entrants;
      } catch (error) {
        entrants.destroy();
        throw error;
      }
    };
    const lost = gpu.lost.then((reason): never => {
      throw new Fault({ kind: "lost", what: reason });
    });
    try {
      const entrants = await Promise.race([build(), lost]);
      try {
        entrants.#resume(from);
      } catch (error) {
        entrants.destroy();
        throw error;
      }
      return entrants;
    } catch (error) {
      if (await isLoss(error, gpu)) return lost;
      throw error;
    }
  }

  /** One that is at another step than the first was stopped. */
  #resume(from: readonly (Snapshot | null)[]): void {
    this.trainers.forEach((trainer, k) => {
      const snapshot = from[k];
      if (snapshot) trainer.resume(snapshot);
      if (trainer.step === this.main.step) return;
      this.#resting.add(trainer);
      this.#report(`The ${this.#titleOf(trainer)} stays where it stopped, at step ${trainer.step}.`);
    });
  }

  /** The asked one. */
  get main(): Trainer {
    return this.trainers[0];
  }

  /** Last good and best states. */
  get snapshots(): (Snapshot | null)[] {
    return this.trainers.map(({ snapshot }) => snapshot);
  }

  /**
   * Submits a step with each of some examples, one entrant after the other, and reads its losses; those of the steps before
   * are read by then.
   * @throws DivergedError of the first
   */
  async train(window: readonly Examples[]): Promise<Progress> {
    const milliseconds = this.trainers.map((): number | null => null);
    const losses = await this.#each(async (trainer, k) => {
      const ready = window.map((examples) => {
        const inputs = examples.inputs(trainer.config);
        const { slots } = examples;
        return { inputs: () => inputs, ...(slots === undefined ? {} : { slots }) };
      });
      const began = performance.now();
      for (const examples of ready) trainer.submitStep(examples);
      const read = await trainer.readLosses();
      const now = performance.now();
      // The queue is one: it had to be done with what came before.
      milliseconds[k] = (now - Math.max(began, this.#doneAt)) / window.length;
      this.#doneAt = now;
      return read;
    });
    const [first] = losses;
    const steps = (first ?? []).map(({ step }, s) => ({ step, losses: losses.map((of) => of?.[s]?.loss ?? null) }));
    return { steps, milliseconds };
  }

  /** Metrics of those that still train; the state they are of becomes the last good one. @throws as `keep` */
  async evaluate(): Promise<(Metrics | null)[]> {
    const metrics = await this.#each((trainer) => trainer.measure());
    // One after the other would leave them at different steps, were the device lost in between.
    const kept = await this.#each((trainer, k) => trainer.keep(metrics[k]));
    return metrics.map((of, k) => (kept[k] ? of : null));
  }

  /** Makes the state of now the last good one. @throws DivergedError of the first */
  async keep(): Promise<(Snapshot | null)[]> {
    await this.#each((trainer) => trainer.keep());
    return this.snapshots;
  }

  reset(): void {
    for (const trainer of this.trainers) trainer.reset();
    this.#resting.clear();
  }

  /** What stopped the training, in words, back at the last good state; null where the device is gone, and all with it. */
  async recover(error: unknown): Promise<string | null> {
    if (await isLoss(error, this.gpu)) return null;
    const message = await told(this.main, error);
    for (const trainer of this.trainers) trainer.rollBack();
    return message;
  }

  /** The error, or what it comes from where the device is lost. */
  async causeOf(error: unknown): Promise<unknown> {
    return (await isLoss(error, this.gpu)) ? new Fault({ kind: "lost", what: reasonOf(error) }) : error;
  }

  destroy(): void {
    for (const trainer of this.trainers) trainer.destroy();
  }

  #titleOf(trainer: Trainer): string {
    return this.#titles[this.trainers.indexOf(trainer)] ?? models[trainer.config.model].title;
  }

  /** What each answers, asked one after the other without waiting; null for one that rests, or diverges now. */
  async #each<Answer>(ask: (trainer: Trainer, index: number) => Promise<Answer>): Promise<(Answer | null)[]> {
    // All are done before any is looked into: that takes its buffers.
    const answers = await Promise.allSettled(
      this.trainers.map((trainer, k) => (this.#resting.has(trainer) ? null : ask(trainer, k))),
    );
    const [first] = answers;
    if (first?.status === "rejected") throw first.reason;
    await this.#rest(
      answers.flatMap((answer, k) =>
        answer.status === "rejected" ? [{ trainer: this.trainers[k] as Trainer, error: answer.reason }] : [],
      ),
    );
    return answers.map((answer) => (answer.status === "fulfilled" ? answer.value : null));
  }

  /** @throws what stopped one of them, where it did not diverge */
  async #rest(stopped: readonly { readonly trainer: Trainer; readonly error: unknown }[]): Promise<void> {
    const other = stopped.find(({ error }) => !(error instanceof DivergedError));
    if (other) throw other.error;
    // The window after the bad one was under way already, and fails in its turn.
    const news = stopped.filter(({ trainer }) => !this.#resting.has(trainer));
    for (const { trainer } of news) this.#resting.add(trainer);
    for (const { trainer, error } of news) {
      const message = await told(trainer, error);
      trainer.rollBack();
      const others = this.trainers.length === 2 ? "The other network goes" : "The other networks go";
      this.#report(`${message} ${others} on without it.`);
    }
  }
}
