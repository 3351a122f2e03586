import { formatLink, parseLink } from "../config/link.ts";
import { defaultPreset } from "../config/presets.ts";
import type { Config } from "../config/schema.ts";
import type { Gpu } from "../gpu/device.ts";
import { DeviceLostError } from "../gpu/errors.ts";
import { taskOf } from "../tasks/registry.ts";
import type { Metrics } from "../tasks/task.ts";
import { writeSafetensors } from "../training/safetensors.ts";
import { DivergedError, type Snapshot, Trainer } from "../training/trainer.ts";
import { baselineOf } from "./baseline.ts";
import { emptyHistory, extended, thinned } from "./history.ts";
import { type ProbeProgram, probeOf } from "./probes/registry.ts";
import type { Engine, EngineEvent, ModelSummary, PerModel, Probe, ProbeRequest, Reopened } from "./protocol.ts";
import type { Run, RunHead, RunStore } from "./runs.ts";

/** How long the steps between two read-backs may take, in milliseconds, and how many they may be. */
const WINDOW_MS = 80;
const MAX_WINDOW = 32;

/** While it trains, a run is kept this often, and so seldom that keeping takes a twentieth of the time at most. */
const KEEP_EVERY_MS = 10_000;
const KEEP_SHARE = 1 / 20;

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

/** What is to be built, and where it goes on. */
interface Plan {
  readonly config: Config;
  readonly preset: string;
  /** From the beginning where there is none. */
  readonly from: PerModel<Snapshot | null>;
  /** The run it belongs to: a new one where left out. */
  readonly run?: Pick<Run, "history"> & { readonly id: string };
}

interface Device {
  readonly gpu: Gpu;
  /** Counted from 1. */
  readonly number: number;
}

interface Models {
  readonly gpu: Gpu;
  readonly main: Trainer;
  readonly baseline: Trainer | null;
  /** Set when it diverged: the main model goes on without it. */
  baselineStopped: boolean;
  /** Compiled at the first look: the command line never looks. */
  probe: Promise<ProbeProgram> | null;
}

interface SessionOptions {
  /** Whether a model to compare with trains beside the config's own. */
  readonly baseline?: boolean;
  /** Where runs are kept, if anywhere. */
  readonly runs?: RunStore;
}

/** The engine: a config in, events and snapshots out. It drives the page from a worker, and the command line. */
export class Session implements Engine {
  readonly #openGpu: () => Promise<Gpu>;
  readonly #listener: (event: EngineEvent) => void;
  readonly #withBaseline: boolean;
  readonly #runs: RunStore | null;
  /** Null where none is open, or the one that was is lost. */
  #device: Promise<Device> | null = null;
  #devices = 0;
  /** What runs, or where nothing does yet, what was asked for. */
  #plan: Plan | null = null;
  #models: Models | null = null;
  #run = { id: "", history: emptyHistory() };
  /** Runs are kept one after the other: the last written is the newest. */
  #keeping: Promise<void> = Promise.resolve();
  #wanted = false;
  /** The training loop under way. */
  #loop: Promise<void> | null = null;
  /** Configurations are built one after the other. */
  #building: Promise<unknown> = Promise.resolve();

  constructor(
    open: () => Promise<Gpu>,
    listener: (event: EngineEvent) => void,
    { baseline = true, runs }: SessionOptions = {},
  ) {
    this.#openGpu = open;
    this.#listener = listener;
    this.#withBaseline = baseline;
    this.#runs = runs ?? null;
  }

  /** @param from where the main model goes on; from the beginning when left out */
  configure(config: Config, preset = defaultPreset, from: Snapshot | null = null): Promise<ModelSummary> {
    return this.#build(() => ({ config, preset, from: { main: from, baseline: null } }));
  }

  resume(change: Partial<Config> = {}): Promise<ModelSummary> {
    return this.#build(() => {
      if (!this.#plan) throw new Error("There is nothing to resume.");
      const plan = { ...this.#plan, config: { ...this.#plan.config, ...change } };
      if (!this.#models) return plan;
      const { main, baseline } = this.#models;
      return { ...plan, from: { main: main.snapshot, baseline: baseline?.snapshot ?? null }, run: this.#run };
    });
  }

  async runs(): Promise<RunHead[]> {
    const heads = (await this.#runs?.heads()) ?? [];
    return heads.filter(({ id }) => id !== this.#run.id);
  }

  async reopen(id: string): Promise<Reopened> {
    const run = await this.#runs?.get(id);
    if (!run) throw new Error("That run is no longer kept.");
    const { link, snapshots, history } = run;
    const { config, preset } = parseLink(link);
    const summary = await this.#build(() => ({ config, preset, from: snapshots, run: { id, history } }));
    return { summary, link, history };
  }

  async forget(id: string): Promise<void> {
    await this.#runs?.delete(id);
  }

  train(): void {
    this.#start((step) => step < this.#trainer.config.steps);
  }

  stepOnce(): void {
    const { step } = this.#trainer;
    this.#start((now) => now === step, 1);
  }

  stop(): void {
    this.#wanted = false;
  }

  async reset(): Promise<void> {
    await this.#halt();
    const models = this.#models;
    if (!models || models.gpu.isLost) return;
    models.main.reset();
    models.baseline?.reset();
    models.baselineStopped = false;
    this.#beginRun();
    this.#emit({ type: "running", running: false, step: 0 });
  }

  async probe(request: ProbeRequest): Promise<Probe | null> {
    const models = this.#models;
    if (!models) throw new Error("No model has been built yet.");
    models.probe ??= probeOf(models.gpu, models.main, models.baseline);
    try {
      return await (await models.probe).run(request);
    } catch (error) {
      throw (await lossOf(models.gpu)) ? new DeviceLostError(words(error)) : error;
    }
  }

  /** What the main model's training goes on from in another session. @throws DivergedError */
  keep(): Promise<Snapshot> {
    return this.#trainer.keep();
  }

  /** Thorough metrics of the main model on test data, and the step its parameters are from. */
  test(): Promise<{ readonly step: number; readonly metrics: Metrics }> {
    return this.#trainer.test();
  }

  async weights(which: "last" | "best"): Promise<Uint8Array<ArrayBuffer>> {
    const { parameters, best, lastGood, step, config } = this.#trainer;
    const kept = which === "best" ? best?.checkpoint : this.#models?.gpu.isLost ? lastGood : null;
    const flat = kept?.parameters ?? (await parameters.read());
    return writeSafetensors(parameters.unpack(flat), {
      config: formatLink(defaultPreset, config),
      step: String(kept?.step ?? step),
    });
  }

  get #trainer(): Trainer {
    if (!this.#models) throw new Error("No model has been built yet.");
    return this.#models.main;
  }

  #emit(event: EngineEvent): void {
    this.#run.history = extended(this.#run.history, event);
    this.#listener(event);
  }

  #beginRun(run: Plan["run"] = { id: crypto.randomUUID(), history: emptyHistory() }): void {
    this.#run = { ...run };
  }

  #open(): Promise<Device> {
    if (this.#device) return this.#device;
    const opening = this.#openGpu().then((gpu): Device => {
      const number = ++this.#devices;
      void gpu.lost.then((reason) => {
        if (this.#device === opening) this.#device = null;
        this.#wanted = false;
        this.#emit({ type: "lost", reason, device: number });
      });
      return { gpu, number };
    });
    this.#device = opening;
    opening.catch(() => {
      this.#device = null;
    });
    return opening;
  }

  #build(plan: () => Plan): Promise<ModelSummary> {
    const build = this.#building.then(() => this.#replace(plan()));
    this.#building = build.catch(() => {});
    return build;
  }

  async #replace(plan: Plan): Promise<ModelSummary> {
    if (!this.#models) this.#plan = plan;
    const { gpu, number } = await this.#open();
    const { main, baseline } = await this.#compiled(gpu, plan);
    await this.#halt();
    const old = this.#models;
    this.#models = { gpu, main, baseline, baselineStopped: false, probe: null };
    this.#plan = plan;
    this.#beginRun(plan.run);
    old?.main.destroy();
    old?.baseline?.destroy();
    void old?.probe?.then((probe) => probe.destroy());
    this.#emit({ type: "running", running: false, step: main.step });
    return {
      adapter: gpu.adapterName,
      device: number,
      parameters: { main: main.parameters.layout.count, baseline: baseline?.parameters.layout.count ?? null },
      dispatches: main.dispatchesPerStep + (baseline?.dispatchesPerStep ?? 0),
      bytes: main.bytes + (baseline?.bytes ?? 0),
    };
  }

  /** @throws DeviceLostError where the device goes meanwhile: what is built on it by then is of no use */
  async #compiled(gpu: Gpu, { config, from }: Plan): Promise<Pick<Models, "main" | "baseline">> {
    const other = this.#withBaseline ? baselineOf(config) : null;
    const building = Promise.all([Trainer.create(gpu, config), other ? Trainer.create(gpu, other) : null]);
    const lost = gpu.lost.then((reason): never => {
      throw new DeviceLostError(reason);
    });
    try {
      const [main, baseline] = await Promise.race([building, lost]);
      if (from.main) main.resume(from.main);
      if (from.baseline) baseline?.resume(from.baseline);
      return { main, baseline };
    } catch (error) {
      if (await lossOf(gpu)) return lost;
      throw error;
    }
  }

  async #halt(): Promise<void> {
    this.#wanted = false;
    await this.#loop;
  }

  #start(goOn: (step: number) => boolean, maxWindow = MAX_WINDOW): void {
    const models = this.#models;
    if (this.#loop || !models || models.gpu.isLost) return;
    this.#wanted = true;
    this.#emit({ type: "running", running: true, step: models.main.step });
    this.#loop = this.#train(models, goOn, maxWindow)
      .catch(async (error: unknown) => {
        if (await lossOf(models.gpu)) return;
        const message = await told(models.main, error);
        models.main.rollBack();
        models.baseline?.rollBack();
        this.#emit({ type: "problem", message });
      })
      .then(() => {
        this.#loop = null;
        this.#emit({ type: "running", running: false, step: models.main.step });
      });
  }

  /** Submits windows of steps, one ahead of the read-back of losses, so that the GPU never waits for the CPU. */
  async #train(models: Models, goOn: (step: number) => boolean, maxWindow: number): Promise<void> {
    const { main, baseline } = models;
    const { steps, evaluate } = main.config;
    let stepMs = WINDOW_MS;
    let pending: Promise<void> | null = null;
    let keepAt = performance.now() + KEEP_EVERY_MS;
    while (this.#wanted && goOn(main.step)) {
      const started = performance.now();
      const toEvaluation = evaluate - (main.step % evaluate);
      const affordable = Math.max(1, Math.floor(WINDOW_MS / stepMs));
      const window = Math.min(maxWindow, affordable, toEvaluation, Math.max(1, steps - main.step));
      for (let k = 0; k < window; k++) {
        const batch = taskOf(main.config).trainingBatch(main.config, main.step);
        main.submitStep(batch);
        if (!models.baselineStopped) baseline?.submitStep(batch);
      }
      const losses = this.#readLosses(models, () => 1000 / stepMs);
      // A failure is thrown below, after the window before it.
      losses.catch(() => {});
      await pending;
      pending = losses;
      const evaluated = main.step % evaluate === 0 || main.step === steps;
      if (evaluated) {
        await pending;
        const { step } = main;
        this.#emit({ type: "metrics", step, metrics: await this.#evaluate(models) });
      } else {
        stepMs = 0.5 * (stepMs + (performance.now() - started) / window);
      }
      if (performance.now() >= keepAt) {
        await pending;
        const began = performance.now();
        await this.#keep(models);
        keepAt = began + Math.max(KEEP_EVERY_MS, (performance.now() - began) / KEEP_SHARE);
      }
    }
    await pending;
    if (main.step > 0) await this.#keep(models);
  }

  /** Metrics of the models that still train. */
  async #evaluate({ main, baseline, baselineStopped }: Models): Promise<PerModel<Metrics>> {
    return { main: await main.evaluate(), baseline: baselineStopped ? null : ((await baseline?.evaluate()) ?? null) };
  }

  /** Makes the state of now the last good one, of this visit and, where runs are kept, of the next. */
  async #keep({ main, baseline, baselineStopped }: Models): Promise<void> {
    const own = await main.keep();
    const other = baselineStopped ? (baseline?.snapshot ?? null) : ((await baseline?.keep()) ?? null);
    const runs = this.#runs;
    if (!runs) return;
    const { config, preset } = this.#plan as Plan;
    const { id, history } = this.#run;
    const run = {
      link: formatLink(preset, config),
      step: own.last.step,
      kept: Date.now(),
      snapshots: { main: own, baseline: other },
      history: thinned(history),
    };
    await this.#keeping;
    this.#keeping = runs.set(id, run);
  }

  async #readLosses(models: Models, speed: () => number): Promise<void> {
    const { main, baseline, baselineStopped } = models;
    const [own, other] = await Promise.all([
      main.readLosses(),
      baselineStopped ? null : baseline?.readLosses().catch((error: unknown) => this.#stopBaseline(models, error)),
    ]);
    const steps = own.map(({ step, loss }, k) => ({ step, loss: { main: loss, baseline: other?.[k]?.loss ?? null } }));
    this.#emit({ type: "progress", steps, speed: speed() });
  }

  /** A baseline that diverged waits at its last good state while the main model goes on. @throws what else stopped it */
  async #stopBaseline(models: Models, error: unknown): Promise<null> {
    const { baseline } = models;
    if (!(error instanceof DivergedError) || !baseline) throw error;
    // The window after the bad one was under way already.
    if (models.baselineStopped) return null;
    models.baselineStopped = true;
    const message = await told(baseline, error);
    baseline.rollBack();
    this.#emit({ type: "problem", message: `${message} The other network goes on without it.` });
    return null;
  }
}
