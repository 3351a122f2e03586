import * as Comlink from "comlink";
import { defaultPreset, presets } from "../config/presets.ts";
import { type Config, dimensionOf } from "../config/schema.ts";
import { startsOf } from "../config/starts.ts";
import type { View } from "../config/view.ts";
import type { Engine, EngineEvent, ModelSummary, ProbeRequest } from "../engine/protocol.ts";
import { motionOf } from "./motion.ts";
import { useConfig } from "./stores/config-store.ts";
import { beginHistory, useRun } from "./stores/run-store.ts";
import { currentView, useView } from "./stores/view-store.ts";

/** The page's end of the engine: starts the worker, sends what the visitor asks, files what comes back. */
type Open = (listener: (event: EngineEvent) => void) => Promise<Comlink.Remote<Engine>>;

/** While training, the picture follows the model this often, in milliseconds. */
const PROBE_EVERY_MS = 400;

const worker = new Worker(new URL("../engine/worker.ts", import.meta.url), { type: "module", name: "engine" });
worker.addEventListener("error", (event) => {
  useRun.setState({ status: "unavailable", running: false, reason: `The engine could not start: ${event.message}` });
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
  const problem = await build(
    async (engine) => engine.configure(config),
    (summary) => {
      useConfig.getState().applied(preset, config);
      beginHistory(summary);
      if (train) void command("train");
    },
  );
  if (problem === null || useRun.getState().summary) return;
  const standard = presets[defaultPreset]?.config as Config;
  if (config === standard) {
    useRun.setState({ status: "unavailable", reason: problem });
    return;
  }
  useRun.getState().report("What the link asks for cannot run on this GPU: the default preset runs instead.");
  await configure(defaultPreset, standard, train);
}

/** After a lost device: opens another and goes on from the last good state. */
export async function resume(): Promise<void> {
  await build(
    async (engine) => engine.resume(),
    (summary) => useRun.setState({ status: "ready", reason: "", summary }),
  );
}

/** @returns why a model could not be built on this GPU, or null */
async function build(
  ask: (engine: Comlink.Remote<Engine>) => Promise<ModelSummary>,
  done: (summary: ModelSummary) => void,
): Promise<string | null> {
  const before = useRun.getState();
  useRun.setState({ status: "building" });
  try {
    done(await ask(await opening));
    refreshProbe();
  } catch (error) {
    if ((error as Error).name === "GpuUnavailableError") {
      useRun.setState({ status: "unavailable", reason: words(error) });
    } else {
      if (before.summary) useRun.setState({ status: "ready" });
      useRun.getState().report(words(error));
      return words(error);
    }
  }
  return null;
}

/** Starts or stops training. */
export async function command(name: "train" | "stop" | "stepOnce" | "reset"): Promise<void> {
  await (await opening)[name]();
}

export async function weights(which: "last" | "best"): Promise<Uint8Array<ArrayBuffer>> {
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
    if (useRun.getState().status === "ready") useRun.getState().report(words(error));
  } finally {
    busy = false;
  }
}

useView.subscribe(refreshProbe);
