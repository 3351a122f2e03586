import * as Comlink from "comlink";
import { useRun } from "../stores/run-store.ts";
import type { OpenEngine, RemoteEngine } from "./remote-engine.ts";

/** Starts the engine in a dedicated worker. */
export const openWorker: OpenEngine = (listener) => {
  const worker = new Worker(new URL("../../engine/worker.ts", import.meta.url), { type: "module", name: "engine" });
  worker.addEventListener("error", (event) => {
    useRun.setState({ unavailable: `The engine could not start: ${event.message}`, running: false });
  });
  const open = Comlink.wrap(worker) as unknown as (
    told: Parameters<OpenEngine>[0],
    base: string,
  ) => Promise<RemoteEngine>;
  return open(Comlink.proxy(listener), document.baseURI);
};
