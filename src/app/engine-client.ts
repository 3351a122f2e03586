import * as Comlink from "comlink";
import { type Config, dimensionOf } from "../config/schema.ts";
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

let probedAt = 0;

function receive(event: EngineEvent): void {
  useRun.getState().receive(event);
  const due = event.type === "progress" && performance.now() - probedAt > PROBE_EVERY_MS;
  if (due || event.type === "running") refreshProbe();
}

/** Builds a config's models and shows them; the running ones stay when that fails. */
export async function configure(preset: string, config: Config, train: boolean): Promise<void> {
  await build(
    async (engine) => engine.configure(config),
    (summary) => {
      useConfig.getState().applied(preset, config);
      beginHistory(summary);
      if (train) void command("train");
    },
  );
}

/** After a lost device: opens another and goes on from the last good state. */
export async function resume(): Promise<void> {
  await build(
    async (engine) => engine.resume(),
    (summary) => useRun.setState({ status: "ready", reason: "", summary }),
  );
}

async function build(
  ask: (engine: Comlink.Remote<Engine>) => Promise<ModelSummary>,
  done: (summary: ModelSummary) => void,
): Promise<void> {
  const before = useRun.getState();
  useRun.setState({ status: "building" });
  try {
    done(await ask(await opening));
    refreshProbe();
  } catch (error) {
    if ((error as Error).name === "GpuUnavailableError") {
      useRun.setState({ status: "unavailable", reason: words(error) });
    } else {
      useRun.setState({ status: before.summary ? "ready" : "unavailable", reason: words(error) });
      useRun.getState().report(words(error));
    }
  }
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
  const view = currentView();
  const { cloud, point, lift } = view;
  const motion = motionOf(view, dimensionOf(useConfig.getState().config));
  wanted = { cloud: cloud - 1, point, lift, motion };
  if (!busy) void answerProbes();
}

async function answerProbes(): Promise<void> {
  busy = true;
  try {
    const engine = await opening;
    while (wanted && useRun.getState().summary) {
      const request = wanted;
      wanted = null;
      const probe = await engine.probe(request);
      probedAt = performance.now();
      useRun.setState({ probe });
    }
  } catch (error) {
    if (useRun.getState().status === "ready") useRun.getState().report(words(error));
  } finally {
    busy = false;
  }
}

useView.subscribe(refreshProbe);
