import { formatLink, parseLink } from "../config/link.ts";
import { defaultPreset } from "../config/presets.ts";
import type { Config } from "../config/schema.ts";
import type { DataFiles, Watch } from "../data/data-files.ts";
import type { Gpu } from "../gpu/device.ts";
import { packed } from "../nn/parameters.ts";
import type { Inspection, InspectionRequest } from "../tasks/inspection.ts";
import type { Overview, OverviewRequest } from "../tasks/overview.ts";
import { withPauses } from "../tasks/pauses.ts";
import { type Probe, type ProbeRequest, taskOf } from "../tasks/registry.ts";
import type { Survey, SurveyRequest } from "../tasks/survey.ts";
import type { Examples, Problem } from "../tasks/task.ts";
import { readSafetensors, writeSafetensors } from "../training/safetensors.ts";
import type { Checkpoint, Snapshot, Tested, Trainer } from "../training/trainer.ts";
import { Entrants } from "./entrants.ts";
import { emptyHistory, extended, type History, thinned } from "./history.ts";
import { Looks } from "./looks.ts";
import type { Engine, EngineEvent, EngineListener, ModelSummary, Opened, Reopened, Weights } from "./protocol.ts";
import { isRun, readRun, writeRun } from "./run-file.ts";
import type { Run, RunHead, RunStore } from "./runs.ts";

/** How long the steps between two read-backs may take, in milliseconds, and how many they may be. */
const WINDOW_MS = 80;
const MAX_WINDOW = 32;

/** While it trains, a run is kept this often, and so seldom that keeping takes a twentieth of the time at most. */
const KEEP_EVERY_MS = 10_000;
const KEEP_SHARE = 1 / 20;

/** What is being measured, and what it is kept by. */
interface CurrentRun {
  readonly id: string;
  /** The kept run that it goes on with, and takes the place of. */
  readonly replaces: string | null;
  readonly history: History;
  /** Milliseconds of training so far. */
  readonly trained: number;
}

const newRun = (): CurrentRun => ({ id: crypto.randomUUID(), replaces: null, history: emptyHistory(), trained: 0 });

/** What is to be built, and where it goes on. */
interface Plan {
  readonly config: Config;
  readonly preset: string;
  /** From the beginning where there is none. */
  readonly from: readonly (Snapshot | null)[];
  readonly run: CurrentRun;
}

interface Device {
  readonly gpu: Gpu;
  /** Counted from 1. */
  readonly number: number;
}

/** What runs. */
interface Running {
  readonly config: Config;
  readonly preset: string;
  readonly entrants: Entrants;
  readonly looks: Looks;
}

interface SessionOptions {
  /** Whether what a config is compared with trains beside it. */
  readonly compare?: boolean;
  /** Where runs are kept, if anywhere. */
  readonly runs?: RunStore;
  /** Where data come from, for tasks that have some. */
  readonly files?: DataFiles;
}

/** The engine: a config in, events and snapshots out. It drives the page from a worker, and the command line. */
export class Session implements Engine {
  readonly #openGpu: () => Promise<Gpu>;
  readonly #listener: EngineListener;
  readonly #compare: boolean;
  readonly #runs: RunStore | null;
  readonly #files: DataFiles | undefined;
  /** Null where none is open, or the one that was is lost. */
  #device: Promise<Device> | null = null;
  #devices = 0;
  #running: Running | null = null;
  #run = newRun();
  #wanted = false;
  /** The training loop under way. */
  #loop: Promise<void> | null = null;
  /** Stops the reading of data, while some are read. */
  #loading: AbortController | null = null;
  /** Configurations are built one after the other. */
  #building: Promise<unknown> = Promise.resolve();

  constructor(
    open: () => Promise<Gpu>,
    listener: EngineListener,
    { compare = true, runs, files }: SessionOptions = {},
  ) {
    this.#openGpu = open;
    this.#listener = listener;
    this.#compare = compare;
    this.#runs = runs ?? null;
    this.#files = files;
  }

  /** @param from where the asked network goes on; from the beginning when left out */
  configure(config: Config, preset = defaultPreset, from: Snapshot | null = null): Promise<ModelSummary> {
    return this.#build(() => ({ config, preset, from: [from], run: newRun() }));
  }

  resume(change: Partial<Config> = {}): Promise<ModelSummary> {
    return this.#build(() => {
      const { config, preset, entrants } = this.#built;
      return { config: { ...config, ...change }, preset, from: entrants.snapshots, run: this.#run };
    });
  }

  async runs(): Promise<RunHead[]> {
    const heads = (await this.#runs?.heads()) ?? [];
    return heads.filter(({ id }) => id !== this.#run.id);
  }

  async reopen(id: string): Promise<Reopened> {
    const kept = await this.#runs?.get(id);
    if (!kept) throw new Error("That run is no longer kept.");
    // Another tab may be training the kept one, so this is a run of its own.
    return this.#goOn(kept, id);
  }

  async openFile(file: Uint8Array<ArrayBuffer>): Promise<Opened> {
    return this.#goOn(isRun(file) ? readRun(file) : this.#runFrom(file), null);
  }

  /** The beginning of a run with weights from a file. */
  #runFrom(file: Uint8Array<ArrayBuffer>): Run {
    const { metadata, tensors } = readSafetensors(file);
    const { config: running, preset } = this.#built;
    const link = metadata.config ?? formatLink(preset, running);
    const { config } = parseLink(link);
    const layout = taskOf(config).parameterLayout(config);
    const last = { step: 0, parameters: packed(layout, tensors), moments: new Float32Array(2 * layout.size) };
    return { link, step: 0, kept: Date.now(), trained: 0, snapshots: [{ last, best: null }], history: emptyHistory() };
  }

  async runFile(options: { readonly resumable: boolean }): Promise<Uint8Array<ArrayBuffer>> {
    const { config, preset, entrants } = this.#built;
    return writeRun(this.#runOf(config, preset, entrants, await entrants.keep()), options);
  }

  /** @param replaces the kept run that it takes the place of */
  async #goOn({ link, snapshots: from, history, trained, step }: Run, replaces: string | null): Promise<Opened> {
    const { config, preset } = parseLink(link);
    const run = { ...newRun(), replaces, history, trained };
    return { link, summary: await this.#build(() => ({ config, preset, from, run })), step, history };
  }

  /** What is being measured, as it is kept. */
  #runOf(config: Config, preset: string, entrants: Entrants, snapshots: Run["snapshots"]): Run {
    const { history, trained } = this.#run;
    const { step } = entrants.main.lastGood as Checkpoint;
    const link = formatLink(preset, config);
    return { link, step, kept: Date.now(), trained, snapshots, history: thinned(history) };
  }

  async forget(id: string): Promise<void> {
    await this.#runs?.delete(id);
  }

  train(): void {
    this.#start((main) => !main.isFinished);
  }

  stepOnce(): void {
    const { step } = this.#built.entrants.main;
    this.#start((main) => main.step === step, 1);
  }

  stop(): void {
    this.#wanted = false;
  }

  stopLoading(): void {
    this.#loading?.abort(
      new Error("Loading was stopped; what has come is kept, and another start goes on from there."),
    );
  }

  async reset(): Promise<string> {
    await this.#halt();
    const entrants = this.#running?.entrants;
    if (entrants && !entrants.gpu.isLost) {
      entrants.reset();
      this.#run = newRun();
      this.#tellRunning(false, entrants);
    }
    return this.#run.id;
  }

  async probe(request: ProbeRequest): Promise<Probe | null> {
    return this.#built.looks.probe(request);
  }

  async survey(request: SurveyRequest): Promise<Survey | null> {
    return this.#built.looks.survey(request);
  }

  async overview(request: OverviewRequest): Promise<Overview | null> {
    return this.#built.looks.overview(request);
  }

  async inspect(request: InspectionRequest): Promise<Inspection | null> {
    return this.#built.looks.inspect(request);
  }

  /** What the asked network's training goes on from in another session. @throws DivergedError */
  keep(): Promise<Snapshot> {
    return this.#built.entrants.main.keep();
  }

  /** Thorough metrics of the asked network on test data. @param detailed whether details are wanted too */
  test(detailed = false): Promise<Tested> {
    return this.#built.entrants.main.test(detailed);
  }

  async weights(which: "last" | "best"): Promise<Weights> {
    const { entrants, config } = this.#built;
    const { parameters, best, lastGood, step: now } = entrants.main;
    const kept = which === "best" ? best?.checkpoint : entrants.gpu.isLost ? lastGood : null;
    const flat = kept?.parameters ?? (await parameters.read());
    const step = kept?.step ?? now;
    const about = { config: formatLink(defaultPreset, config), step: String(step) };
    return { step, safetensors: writeSafetensors(parameters.unpack(flat), about) };
  }

  get #built(): Running {
    if (!this.#running) throw new Error("No model has been built yet.");
    return this.#running;
  }

  #emit(event: EngineEvent): void {
    this.#run = { ...this.#run, history: extended(this.#run.history, event) };
    this.#listener(event, this.#run.id);
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

  async #replace({ config, preset, from, run }: Plan): Promise<ModelSummary> {
    const { gpu, number } = await this.#open();
    const report = (message: string) => this.#emit({ type: "problem", message });
    this.#loading = new AbortController();
    const watch: Watch = {
      signal: this.#loading.signal,
      onProgress: (done, of) => this.#emit({ type: "loading", done, of }),
    };
    const entrants = await Entrants.create(
      gpu,
      config,
      { compare: this.#compare, from, files: this.#files, watch },
      report,
    ).finally(() => {
      this.#loading = null;
    });
    await this.#halt();
    const old = this.#running;
    this.#running = { config, preset, entrants, looks: new Looks(config, entrants) };
    this.#run = run;
    old?.looks.destroy();
    old?.entrants.destroy();
    this.#tellRunning(false, entrants);
    const { isFinished: finished } = entrants.main;
    return { adapter: gpu.adapterName, device: number, run: run.id, finished, entrants: entrants.summaries };
  }

  async #halt(): Promise<void> {
    this.#wanted = false;
    await this.#loop;
  }

  #start(goOn: (main: Trainer) => boolean, maxWindow = MAX_WINDOW): void {
    const running = this.#running;
    if (this.#loop || !running || running.entrants.gpu.isLost) return;
    const { entrants } = running;
    this.#wanted = true;
    this.#tellRunning(true, entrants);
    this.#loop = this.#prepared(entrants)
      .then(() => this.#train(running, goOn, maxWindow))
      .catch(async (error: unknown) => {
        const message = await entrants.recover(error);
        if (message !== null) this.#emit({ type: "problem", message });
      })
      .then(() => {
        this.#loop = null;
        this.#tellRunning(false, entrants);
      });
  }

  #tellRunning(running: boolean, { main: { step, isFinished: finished } }: Entrants): void {
    this.#emit({ type: "running", running, step, finished });
  }

  /** Compiles what trains, where that has waited until now. */
  async #prepared(entrants: Entrants): Promise<void> {
    if (entrants.isPrepared) return;
    await entrants.prepare();
    this.#emit({ type: "prepared", entrants: entrants.summaries });
  }

  /** Submits windows of steps, one ahead of the read-back of losses, so that the GPU never waits for the CPU. */
  async #train(running: Running, goOn: (main: Trainer) => boolean, maxWindow: number): Promise<void> {
    const { config, entrants } = running;
    const { main, problem } = entrants;
    const { steps, evaluate } = config;
    const began = performance.now() - this.#run.trained;
    let stepMs = WINDOW_MS;
    let pending: Promise<void> | null = null;
    let keepAt = performance.now() + KEEP_EVERY_MS;
    while (this.#wanted && goOn(main)) {
      const started = performance.now();
      const toEvaluation = evaluate - (main.step % evaluate);
      const affordable = Math.max(1, Math.floor(WINDOW_MS / stepMs));
      const window = Math.min(maxWindow, affordable, toEvaluation, Math.max(1, steps - main.step));
      const drawn = await this.#draw(problem, main.step, window);
      if (drawn.length === 0) break;
      const losses = entrants.train(drawn).then((read) => {
        this.#emit({ type: "progress", ...read, speed: 1000 / stepMs });
      });
      // A failure is thrown below, after the window before it.
      losses.catch(() => {});
      await pending;
      pending = losses;
      const evaluated = main.step % evaluate === 0 || main.step === steps;
      if (evaluated) {
        await pending;
        const { step } = main;
        this.#emit({ type: "metrics", step, metrics: await entrants.evaluate() });
      } else {
        stepMs = 0.5 * (stepMs + (performance.now() - started) / drawn.length);
      }
      if (performance.now() >= keepAt) {
        await pending;
        const asked = performance.now();
        await this.#keep(running, asked - began);
        keepAt = asked + Math.max(KEEP_EVERY_MS, (performance.now() - asked) / KEEP_SHARE);
      }
    }
    await pending;
    if (main.step > 0) await this.#keep(running, performance.now() - began);
  }

  /** The examples of some steps; of fewer, where training is stopped meanwhile. */
  async #draw(problem: Problem, first: number, count: number): Promise<Examples[]> {
    const drawn: Examples[] = [];
    for (let k = 0; k < count; k++) {
      for await (const _ of withPauses(problem.draws?.(first + k) ?? [])) if (!this.#wanted) return drawn;
      drawn.push(problem.batch(first + k));
    }
    return drawn;
  }

  /** Makes the state of now the last good one, of this visit and, where runs are kept, of the next. */
  async #keep({ config, preset, entrants }: Running, trained: number): Promise<void> {
    const snapshots = await entrants.keep();
    this.#run = { ...this.#run, trained };
    if (!this.#runs) return;
    const { id, replaces } = this.#run;
    // Training goes on meanwhile: a browser may take its time to write.
    void this.#runs.set(id, this.#runOf(config, preset, entrants, snapshots), replaces);
  }
}
