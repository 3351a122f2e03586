import * as Comlink from "comlink";
import { carryFaults } from "../faults/across-workers.ts";
import { openGpu } from "../gpu/device.ts";
import { browserFiles } from "./browser-files.ts";
import { bundledShaders } from "./bundled-shaders.ts";
import { measurementDatabase } from "./measurement-database.ts";
import type { EngineListener } from "./protocol.ts";
import { runDatabase } from "./runs.ts";
import { Session } from "./session.ts";

carryFaults();

/** The engine in a dedicated worker: the page calls this once and drives what it gets. */
Comlink.expose((listener: EngineListener, base: string) => {
  const onRefusal = (reason: string) => listener({ type: "unkept", reason }, "");
  const measurements = measurementDatabase(onRefusal);
  const runs = runDatabase(onRefusal);
  return Comlink.proxy(
    new Session(() => openGpu(bundledShaders, measurements), listener, { runs, files: browserFiles(base, onRefusal) }),
  );
});
