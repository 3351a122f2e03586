import * as Comlink from "comlink";
import { parseLink } from "../config/link.ts";
import { defaultPreset, presets } from "../config/presets.ts";
import { type Config, fieldNames } from "../config/schema.ts";
import { startsOf } from "../config/starts.ts";
import { dimensionOf } from "../config/tasks.ts";
import type { View } from "../config/view.ts";
import type { Engine, EngineEvent, Weights } from "../engine/protocol.ts";
import type { RunHead } from "../engine/runs.ts";
import type { ProbeRequest } from "../tasks/probes.ts";
import { motionOf } from "./motion.ts";
import { useConfig, wantedOf } from "./stores/config-store.ts";
import { beginRun, statusOf, useRun } from "./stores/run-store.ts";
import { currentView, useView } from "./stores/view-store.ts";

/** The page's end of the engine: starts the worker, sends what the visitor asks, files what comes back. */
type Open = (listener: (event: EngineEvent) => void) => Promise<Comlink.Remote<Engine>>;

/** While training, the picture follows the model this often, in milliseconds. */
const PROBE_EVERY_MS = 400;

const worker = new Worker(new URL("../engine/worker.ts", import.meta.url), { type: "module", name: "engine" });
worker.addEventListener("error", (event) => {
  useRun.setState({ unavailable: `The engine could not start: ${event.message}`, running: false });
});
const opening = (Comlink.wrap(worker) as unknown as Open)(Comlink.proxy(receive));

const words = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** When the last answer came, and how long it took. */
let probed = { at: 0, took: 0 };

function receive(event: EngineEvent): void {
  useRun.getState().receive(event);
  // Long futures take their time; most of it belongs to training.
  const pause = Math.max(PROBE_EVERY_MS, 4 * probed.took);
  const due = event.type === "progress" && performance.now() - probed.at > pause;
  if (due || event.type === "running") refreshProbe();
}

/**
 * Builds a config's models and shows them. When that fails the running ones stay; where nothing runs yet, the default
 * preset takes the place of what a link asked for.
 */
export async function configure(preset: string, config: Config, train: boolean): Promise<void> {
  const asked = { preset, config };
  const { ask, answered } = useConfig.getState();
  // Until something runs, the page already shows what is asked for.
  if (!useRun.getState().summary) useConfig.setState(asked);
  ask(asked);
  const failure = await build(
    (engine) => engine.configure(config, preset),
    (summary) => {
      answered(asked, true);
      beginRun(summary);
      if (train) void command("train");
    },
  );
  if (!failure) return;
  answered(asked, false);
  const newer = useConfig.getState().asked;
  if (failure.kind !== "refused" || useRun.getState().summary || newer) return;
  const standard = presets[defaultPreset]?.config as Config;
  if (JSON.stringify(config) === JSON.stringify(standard)) {
    useRun.setState({ unavailable: failure.reason });
    return;
  }
  useRun.getState().report("What the link asks for cannot run on this GPU: the default preset runs instead.");
  await configure(defaultPreset, standard, train);
}

/**
 * After a lost device: opens another and goes on from the last good state.
 * @param change a lighter load
 */
export async function resume(change: Partial<Config> = {}): Promise<void> {
  const { preset, config } = wantedOf(useConfig.getState());
  const lighter = { ...config, ...change };
  if (!useRun.getState().summary) return configure(preset, lighter, true);
  await build(
    (engine) => engine.resume(change),
    (summary) => {
      const { edit } = useConfig.getState();
      useConfig.setState({ config: lighter });
      for (const name of fieldNames) if (name in change) edit(name, change[name]);
      useRun.setState({ summary });
    },
  );
}

/** Offers the runs of earlier visits. */
export async function offerRuns(): Promise<void> {
  useRun.setState({ offers: await (await opening).runs() });
}

/** Goes on with a run that is offered. */
export async function reopen({ id, link }: RunHead): Promise<void> {
  useRun.setState({ offers: [] });
  const asked = parseLink(link);
  const { ask, answered } = useConfig.getState();
  ask(asked);
  const failure = await build(
    (engine) => engine.reopen(id),
    ({ summary, step, history }) => {
      answered(asked, true);
      beginRun(summary, step, history);
      void command("train");
    },
  );
  if (!failure) return;
  answered(asked, false);
  await offerRuns();
}

/** An offered run is not wanted any more. */
export async function forget({ id }: RunHead): Promise<void> {
  useRun.setState(({ offers }) => ({ offers: offers.filter((offer) => offer.id !== id) }));
  await (await opening).forget(id);
}

interface Failure {
  /** No device to build on, a device lost meanwhile, or a config that this one cannot run. */
  readonly kind: "unavailable" | "lost" | "refused";
  readonly reason: string;
}

/** @returns why nothing was built, or null */
async function build<Built>(
  ask: (engine: Comlink.Remote<Engine>) => Promise<Built>,
  done: (built: Built) => void,
): Promise<Failure | null> {
  useRun.setState(({ building }) => ({ building: building + 1 }));
  let failure: Failure | null = null;
  try {
    done(await ask(await opening));
    refreshProbe();
  } catch (error) {
    const kinds: Readonly<Record<string, Failure["kind"]>> = {
      GpuUnavailableError: "unavailable",
      DeviceLostError: "lost",
    };
    failure = { kind: kinds[(error as Error).name] ?? "refused", reason: words(error) };
  }
  useRun.setState(({ building }) => ({ building: building - 1 }));
  if (failure) noteFailure(failure);
  return failure;
}

function noteFailure({ kind, reason }: Failure): void {
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
export async function command(name: "train" | "stop" | "stepOnce" | "reset"): Promise<void> {
  await (await opening)[name]();
}

export async function weights(which: "last" | "best"): Promise<Weights> {
  return (await opening).weights(which);
}

let wanted: ProbeRequest | null = null;
let busy = false;

/** Asks for a snapshot of what is looked at now. Requests made while one is under way collapse into the latest. */
function refreshProbe(): void {
  wanted = requestOf(useConfig.getState().config, currentView());
  if (!busy) void answerProbes();
}

function requestOf(config: Config, view: View): ProbeRequest {
  const { lift } = view;
  const motion = motionOf(view, dimensionOf(config));
  if (config.task === "constellations") {
    return { task: "constellations", cloud: view.cloud - 1, point: view.point, lift, motion };
  }
  const { particles, dimension } = config;
  const starts = startsOf(view.starts, particles, dimension);
  return { task: "particles", trajectory: view.trajectory - 1, span: view.span, starts, lift, motion };
}

async function answerProbes(): Promise<void> {
  busy = true;
  try {
    const engine = await opening;
    while (wanted && useRun.getState().summary) {
      const request = wanted;
      wanted = null;
      const asked = performance.now();
      const probe = await engine.probe(request);
      probed = { at: performance.now(), took: performance.now() - asked };
      if (probe) useRun.setState({ probe });
    }
  } catch (error) {
    if (statusOf(useRun.getState()) === "ready") useRun.getState().report(words(error));
  } finally {
    busy = false;
  }
}

useView.subscribe(refreshProbe);
