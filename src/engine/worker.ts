import * as Comlink from "comlink";
import { openGpu } from "../gpu/device.ts";
import { bundledShaders } from "./bundled-shaders.ts";
import type { EngineEvent } from "./protocol.ts";
import { Session } from "./session.ts";
import { verdictDatabase } from "./verdict-database.ts";

/** The engine in a dedicated worker: the page calls this once and drives what it gets. */
const open = () => openGpu(bundledShaders, verdictDatabase);
Comlink.expose((listener: (event: EngineEvent) => void) => Comlink.proxy(new Session(open, listener)));
