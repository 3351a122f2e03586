import { parseLink } from "../../config/link.ts";
import { comesTrained, defaultPreset, presets } from "../../config/presets.ts";
import { type Config, fieldNames } from "../../config/schema.ts";
import type { EngineEvent, Weights } from "../../engine/protocol.ts";
import type { RunHead } from "../../engine/runs.ts";
import { kindOf } from "../../faults/fault.ts";
import { reasonOf } from "../../text/reason.ts";
import { type Asked, useConfig, wantedOf } from "../stores/config-store.ts";
import { beginRun, playBack, useRun } from "../stores/run-store.ts";
import { Looking, type Looks } from "./looking.ts";
import type { OpenEngine, RemoteEngine } from "./remote-engine.ts";
import { recordingOf, trainedFile } from "./trained-file.ts";

interface Failure {
  /** No device to build on, a device lost meanwhile, or a config that this one cannot run. */
  readonly kind: "unavailable" | "lost" | "refused";
  readonly reason: string;
}

/** The page's end of the engine: sends what the visitor asks, and files what comes back in the stores. */
export class EngineClient {
  readonly #engine: Promise<RemoteEngine>;
  readonly looking: Looking;
  /** Ids that a run has had: one that is gone on with has another. The newest is last. */
  readonly #ids = new Map<string, string[]>();

  constructor(open: OpenEngine, looks: Looks) {
    this.#engine = open((event, run) => this.#receive(event, run));
    this.looking = new Looking(this.#engine, looks);
  }

  #receive(event: EngineEvent, run: string): void {
    const ofRun = event.type === "progress" || event.type === "metrics" || event.type === "running";
    const { summary } = useRun.getState();
    // What is left of a run may be told after another has taken its place.
    if (ofRun && summary && run !== summary.run) return;
    useRun.getState().receive(event);
    this.looking.follow(event);
  }

  /** What a link or a preset asks for: trained networks where they come with the page, else training from the beginning. */
  async open(preset: string, config: Config): Promise<void> {
    if (comesTrained(preset, config) && (await this.#openTrained({ preset, config }))) return;
    await this.configure(preset, config, true);
  }

  /** @returns whether they run now, or something else is wanted by then */
  async #openTrained(asked: Asked): Promise<boolean> {
    if (useRun.getState().summary) useRun.setState({ recording: null });
    else {
      useConfig.setState(asked);
      useRun.setState({ asShipped: true });
      void recordingOf(asked.preset).then(
        (recording) => {
          // The engine's own answers may have been faster, or something else is wanted by then.
          const { preset, config } = wantedOf(useConfig.getState());
          if (comesTrained(preset, config) && preset === asked.preset) playBack(recording);
        },
        // Nothing is lost without: the networks answer themselves.
        () => {},
      );
    }
    let newer = false;
    const failure = await this.#replace(
      asked,
      async (engine) => {
        const file = await trainedFile(asked.preset).catch(() => null);
        newer = useConfig.getState().asked !== asked;
        // What was asked for meanwhile is on its way to the engine already.
        if (!file || newer)
          throw new Error(`The trained networks of ${asked.preset} are not to be had, or not wanted.`);
        return engine.openFile(file);
      },
      ({ summary, step, history }) => beginRun(summary, step, history, true),
      // What cannot be had is trained instead.
      () => {},
    );
    if (!failure || newer) return true;
    if (failure.kind === "unavailable") {
      // What was recorded can be looked at all the same.
      this.#noteFailure(failure);
      return true;
    }
    if (!useRun.getState().summary) useRun.setState({ asShipped: false });
    return false;
  }

  /**
   * Builds a config's models and shows them. When that fails the running ones stay; where nothing runs yet, the default
   * preset takes the place of what a link asked for.
   */
  async configure(preset: string, config: Config, train: boolean): Promise<void> {
    const asked = { preset, config };
    // Until something runs, the page already shows what is asked for.
    if (!useRun.getState().summary) useConfig.setState(asked);
    const failure = await this.#replace(
      asked,
      (engine) => engine.configure(config, preset),
      (summary) => {
        beginRun(summary);
        if (train) void this.command("train");
      },
    );
    if (!failure) return;
    const newer = useConfig.getState().asked;
    if (failure.kind !== "refused" || useRun.getState().summary || newer) return;
    const standard = presets[defaultPreset]?.config as Config;
    if (JSON.stringify(config) === JSON.stringify(standard)) {
      useRun.setState({ unavailable: failure.reason });
      return;
    }
    useRun.getState().report("What the link asks for cannot run on this GPU: the default preset runs instead.");
    await this.configure(defaultPreset, standard, train);
  }

  /**
   * After a lost device: opens another and goes on from the last good state.
   * @param change a lighter load
   */
  async resume(change: Partial<Config> = {}): Promise<void> {
    const { preset, config } = wantedOf(useConfig.getState());
    const lighter = { ...config, ...change };
    if (!useRun.getState().summary) return this.configure(preset, lighter, true);
    await this.#build(
      (engine) => engine.resume(change),
      (summary) => {
        const { edit } = useConfig.getState();
        useConfig.setState({ config: lighter });
        for (const name of fieldNames) if (name in change) edit(name, change[name]);
        useRun.setState({ summary });
      },
    );
  }

  /** Lists the runs that are kept beside this one. */
  async listRuns(): Promise<readonly RunHead[]> {
    const runs = await (await this.#engine).runs();
    useRun.setState({ runs });
    return runs;
  }

  /** Offers the last run of an earlier visit. */
  async offerRun(): Promise<void> {
    await this.listRuns();
    useRun.setState(({ runs }) => ({ offer: runs[0] ?? null }));
  }

  /** Goes on with a run that is kept. @returns whether it could be */
  async reopen({ id, link }: Pick<RunHead, "id" | "link">, train: boolean): Promise<boolean> {
    const { offer } = useRun.getState();
    useRun.setState({ offer: null });
    const failure = await this.#replace(
      parseLink(link),
      (engine) => engine.reopen(id),
      ({ summary, step, history }) => {
        const ids = this.#idsOf(id);
        ids.push(summary.run);
        this.#ids.set(summary.run, ids);
        beginRun(summary, step, history);
        if (train) void this.command("train");
      },
    );
    if (failure) useRun.setState({ offer });
    await this.listRuns();
    return failure === null;
  }

  #idsOf(id: string): string[] {
    const ids = this.#ids.get(id) ?? [id];
    this.#ids.set(id, ids);
    return ids;
  }

  /** Goes back to a run, by any id that it has had, as far as it is kept. @returns whether it runs now */
  async returnTo(id: string, link: string): Promise<boolean> {
    const ids = this.#idsOf(id);
    if (ids.includes(useRun.getState().summary?.run ?? "")) return true;
    const kept = new Set((await this.listRuns()).map((run) => run.id));
    const newest = ids.findLast((own) => kept.has(own));
    return newest !== undefined && this.reopen({ id: newest, link }, false);
  }

  /** A kept run is not wanted any more. */
  async forget(id: string): Promise<void> {
    useRun.setState(({ runs, offer }) => ({
      runs: runs.filter((run) => run.id !== id),
      offer: offer?.id === id ? null : offer,
    }));
    await (await this.#engine).forget(id);
  }

  /** Opens a run or weights from a file; what is wrong with it is told, and what runs goes on. */
  async openFile(file: File): Promise<void> {
    const bytes = new Uint8Array(await file.arrayBuffer());
    await this.#build(
      (engine) => engine.openFile(bytes),
      ({ link, summary, step, history }) => {
        const { preset, config } = parseLink(link);
        const { ask, answered } = useConfig.getState();
        ask({ preset, config });
        answered(useConfig.getState().asked as Asked, true);
        beginRun(summary, step, history);
      },
      (failure) =>
        failure.kind === "refused"
          ? useRun.getState().report(`${file.name} cannot be opened: ${failure.reason}`)
          : this.#noteFailure(failure),
    );
  }

  /** What runs, as a file that `openFile` reads. */
  async runFile(): Promise<Uint8Array<ArrayBuffer>> {
    return (await this.#engine).runFile({ resumable: true });
  }

  /** Trains on, past the end of the run. @param change what puts its end off: more steps, or no patience */
  async trainOn(change: Pick<Partial<Config>, "steps" | "patience">): Promise<void> {
    await this.resume(change);
    await this.command("train");
  }

  /** Builds what is asked for in the place of what runs. @returns why nothing was built, or null */
  async #replace<Built>(
    asked: Asked,
    ask: (engine: RemoteEngine) => Promise<Built>,
    done: (built: Built) => void,
    note?: (failure: Failure) => void,
  ): Promise<Failure | null> {
    const { ask: show, answered } = useConfig.getState();
    show(asked);
    const built = (answer: Built) => {
      answered(asked, true);
      done(answer);
    };
    const failure = await this.#build(ask, built, note);
    if (failure) answered(asked, false);
    return failure;
  }

  /** @returns why nothing was built, or null */
  async #build<Built>(
    ask: (engine: RemoteEngine) => Promise<Built>,
    done: (built: Built) => void,
    note = (failure: Failure) => this.#noteFailure(failure),
  ): Promise<Failure | null> {
    useRun.setState(({ building }) => ({ building: building + 1 }));
    let failure: Failure | null = null;
    try {
      done(await ask(await this.#engine));
      this.looking.again();
    } catch (error) {
      const kind = kindOf(error);
      failure = { kind: kind === "unavailable" || kind === "lost" ? kind : "refused", reason: reasonOf(error) };
    }
    useRun.setState(({ building }) => ({ building: building - 1, loading: null }));
    if (failure) note(failure);
    return failure;
  }

  #noteFailure({ kind, reason }: Failure): void {
    const { lost, summary, report } = useRun.getState();
    const device = Math.max(lost?.device ?? 0, summary?.device ?? 0);
    if (kind === "refused") report(reason);
    // The engine tells of a loss too, perhaps later.
    else if (kind === "lost") useRun.setState({ lost: { device, reason } });
    // Who has seen a device keeps the way back, and with it what was trained.
    else if (lost || summary) useRun.setState({ lost: { device, reason } });
    else useRun.setState({ unavailable: reason });
  }

  /** Starts or stops training. */
  async command(name: "train" | "stop" | "stepOnce" | "stopLoading"): Promise<void> {
    await (await this.#engine)[name]();
  }

  /** Back to the beginning; what was trained so far stays among the runs. */
  async reset(): Promise<void> {
    const run = await (await this.#engine).reset();
    const { summary } = useRun.getState();
    // On a lost device nothing is reset.
    if (summary && run !== summary.run) beginRun({ ...summary, run, finished: false });
    this.looking.again();
  }

  /** From the beginning, whatever was trained so far. */
  async trainAfresh(): Promise<void> {
    await this.reset();
    await this.command("train");
  }

  async weights(which: "last" | "best"): Promise<Weights> {
    return (await this.#engine).weights(which);
  }
}
