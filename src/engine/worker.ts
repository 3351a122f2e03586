import * as Comlink from "comlink";
import type { EngineEvent } from "./protocol.ts";
import { Session } from "./session.ts";

/** The engine in a dedicated worker. Only this file knows how the bundler delivers shaders. */
const files = import.meta.glob<string>("../../shaders/**/*.wgsl", { query: "?raw", import: "default", eager: true });
const sources = Object.fromEntries(Object.entries(files).map(([path, text]) => [path.replace("../../shaders/", ""), text]));

Comlink.expose((listener: (event: EngineEvent) => void) => {
  return Comlink.proxy(new Session(sources, listener));
});
