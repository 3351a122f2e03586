import { formatLink } from "../config/link.ts";
import { defaultPreset } from "../config/presets.ts";
import type { Config } from "../config/schema.ts";
import type { Gpu } from "../gpu/device.ts";
import { taskOf } from "../tasks/registry.ts";
import type { Metrics } from "../tasks/task.ts";
import { writeSafetensors } from "../training/safetensors.ts";
import { type Snapshot, Trainer } from "../training/trainer.ts";
import { baselineOf } from "./baseline.ts";
import { type ProbeProgram, probeOf } from "./probes/registry.ts";
import type { Engine, EngineEvent, ModelSummary, PerModel, Probe, ProbeRequest } from "./protocol.ts";

/** How long the steps between two read-backs may take, in milliseconds, and how many they may be. */
const WINDOW_MS = 80;
const MAX_WINDOW = 32;

/** A lost device fails what is under way a moment before it says that it is lost. */
const LOSS_MS = 200;

const isLost = (gpu: Gpu): Promise<boolean> =>
  Promise.race([
    gpu.lost.then(() => true),
    new Promise<boolean>((resolve) => {
      setTimeout(() => resolve(false), LOSS_MS);
    }),
  ]);

interface Models {
  readonly gpu: Gpu;
  readonly main: Trainer;
  readonly baseline: Trainer | null;
  /** Compiled at the first look: the command line never looks. */
  probe: Promise<ProbeProgram> | null;
}

/** The engine: a config in, events and snapshots out. It drives the page from a worker, and the command line. */
export class Session implements Engine {
  readonly #openGpu: () => Promise<Gpu>;
  readonly #emit: (event: EngineEvent) => void;
  readonly #withBaseline: boolean;
  #gpu: Promise<Gpu> | null = null;
  #config: Config | null = null;
  #models: Models | null = null;
  #wanted = false;
  /** The training loop under way. */
  #loop: Promise<void> | null = null;
  /** Configurations are built one after the other. */
  #building: Promise<unknown> = Promise.resolve();

  constructor(
    open: () => Promise<Gpu>,
    emit: (event: EngineEvent) => void,
    options: { baseline: boolean } = { baseline: true },
  ) {
    this.#openGpu = open;
    this.#emit = emit;
    this.#withBaseline = options.baseline;
  }

  /** @param from where the main model goes on; from the beginning when left out */
  async configure(config: Config, from: Snapshot | null = null): Promise<ModelSummary> {
    const build = this.#building.then(() => this.#replace(config, { main: from, baseline: null }));
    this.#building = build.catch(() => {});
    return build;
  }

  /** Opens a new device after a loss and goes on from the last good state. */
  async resume(): Promise<ModelSummary> {
    const config = this.#config;
    if (!config) throw new Error("There is nothing to resume.");
    const { main, baseline } = this.#models ?? {};
    this.#gpu = null;
    return this.#replace(config, { main: main?.snapshot ?? null, baseline: baseline?.snapshot ?? null });
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
    this.#models?.main.reset();
    this.#models?.baseline?.reset();
    this.#emit({ type: "running", running: false, step: 0 });
  }

  async probe(request: ProbeRequest): Promise<Probe | null> {
    const models = this.#models;
    if (!models) throw new Error("No model has been built yet.");
    models.probe ??= probeOf(models.gpu, models.main, models.baseline);
    try {
      return await (await models.probe).run(request);
    } catch (error) {
      await isLost(models.gpu);
      throw error;
    }
  }

  /** Metrics of both models, now. */
  async #evaluate({ main, baseline }: Models): Promise<PerModel<Metrics>> {
    return { main: await main.evaluate(), baseline: (await baseline?.evaluate()) ?? null };
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
    const { parameters, best, step, config } = this.#trainer;
    const kept = which === "best" ? best?.checkpoint : null;
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

  #open(): Promise<Gpu> {
    this.#gpu ??= this.#openGpu().then(
      (gpu) => {
        gpu.lost.then((reason) => {
          this.#wanted = false;
          this.#emit({ type: "lost", reason });
        });
        return gpu;
      },
      (error: unknown) => {
        this.#gpu = null;
        throw error;
      },
    );
    return this.#gpu;
  }

  async #replace(config: Config, from: PerModel<Snapshot | null>): Promise<ModelSummary> {
    const gpu = await this.#open();
    const other = this.#withBaseline ? baselineOf(config) : null;
    const [main, baseline] = await Promise.all([
      Trainer.create(gpu, config),
      other ? Trainer.create(gpu, other) : null,
    ]);
    await this.#halt();
    const old = this.#models;
    this.#models = { gpu, main, baseline, probe: null };
    this.#config = config;
    if (from.main) main.resume(from.main);
    if (from.baseline) baseline?.resume(from.baseline);
    old?.main.destroy();
    old?.baseline?.destroy();
    void old?.probe?.then((probe) => probe.destroy());
    this.#emit({ type: "running", running: false, step: main.step });
    return {
      adapter: gpu.adapterName,
      parameters: { main: main.parameters.layout.count, baseline: baseline?.parameters.layout.count ?? null },
      dispatches: main.dispatchesPerStep + (baseline?.dispatchesPerStep ?? 0),
      bytes: main.bytes + (baseline?.bytes ?? 0),
    };
  }

  async #halt(): Promise<void> {
    this.#wanted = false;
    await this.#loop;
  }

  #start(goOn: (step: number) => boolean, maxWindow = MAX_WINDOW): void {
    if (this.#loop || !this.#models) return;
    const models = this.#models;
    this.#wanted = true;
    this.#emit({ type: "running", running: true, step: models.main.step });
    this.#loop = this.#run(models, goOn, maxWindow)
      .catch(async (error: unknown) => {
        if (await isLost(models.gpu)) return;
        models.main.rollBack();
        models.baseline?.rollBack();
        const message = error instanceof Error ? error.message : String(error);
        this.#emit({ type: "problem", message });
      })
      .then(() => {
        this.#loop = null;
        this.#emit({ type: "running", running: false, step: models.main.step });
      });
  }

  /** Submits windows of steps, one ahead of the read-back of losses, so that the GPU never waits for the CPU. */
  async #run(models: Models, goOn: (step: number) => boolean, maxWindow: number): Promise<void> {
    const { main, baseline } = models;
    const { steps, evaluate } = main.config;
    let stepMs = WINDOW_MS;
    let pending: Promise<void> | null = null;
    while (this.#wanted && goOn(main.step)) {
      const started = performance.now();
      const toEvaluation = evaluate - (main.step % evaluate);
      const affordable = Math.max(1, Math.floor(WINDOW_MS / stepMs));
      const window = Math.min(maxWindow, affordable, toEvaluation, Math.max(1, steps - main.step));
      for (let k = 0; k < window; k++) {
        const batch = taskOf(main.config).trainingBatch(main.config, main.step);
        main.submitStep(batch);
        baseline?.submitStep(batch);
      }
      const losses = this.#readLosses(main, baseline, () => 1000 / stepMs);
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
    }
    await pending;
  }

  async #readLosses(main: Trainer, baseline: Trainer | null, speed: () => number): Promise<void> {
    const [own, other] = await Promise.all([main.readLosses(), baseline?.readLosses()]);
    const steps = own.map(({ step, loss }, k) => ({ step, loss: { main: loss, baseline: other?.[k]?.loss ?? null } }));
    this.#emit({ type: "progress", steps, speed: speed() });
  }
}
