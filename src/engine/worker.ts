import * as Comlink from "comlink";
import { bundledShaders } from "./bundled-shaders.ts";
import type { EngineEvent } from "./protocol.ts";
import { Session } from "./session.ts";

/** The engine in a dedicated worker: the page calls this once and drives what it gets. */
Comlink.expose((listener: (event: EngineEvent) => void) => Comlink.proxy(new Session(bundledShaders, listener)));
