import * as Comlink from "comlink";
import { browserFiles } from "../engine/browser-files.ts";
import { bundledShaders } from "../engine/bundled-shaders.ts";
import { measurementDatabase } from "../engine/measurement-database.ts";
import { readRun } from "../engine/run-file.ts";
import { runDatabase } from "../engine/runs.ts";
import { carryFaults } from "../faults/across-workers.ts";
import { openGpu } from "../gpu/device.ts";
import { runStudy } from "./run.ts";
import type { Progress, Study } from "./study.ts";

/** A refusal only means that the kernels are timed anew next time. */
const measurements = measurementDatabase(() => {});

/** A refusal leaves the study as it is, without the run. */
const runs = runDatabase(() => {});

let stopping = new AbortController();

/** Experiments in a worker of their own: the page stays free while they run. */
const experiments = {
  /**
   * Goes on with a study.
   * @param found told with everything that it finds; training goes on when it has been kept
   * @param keepsRuns whether every network that it trains is kept among the page's runs
   * @param base address of the page, which data lie beside
   * @throws what `runStudy` throws, Fault, unavailable
   */
  async run(
    study: Study,
    wanted: readonly (readonly string[])[],
    found: (study: Study) => Promise<void>,
    tell: (progress: Progress) => void,
    keepsRuns: boolean,
    base: string,
  ): Promise<void> {
    stopping = new AbortController();
    const gpu = await openGpu(bundledShaders, measurements);
    const running = runStudy(study, {
      wanted,
      openGpu: async () => gpu,
      save: found,
      tell,
      signal: stopping.signal,
      files: browserFiles(base, () => {}),
      ...(keepsRuns && { keepRun: (_, file) => runs.set(crypto.randomUUID(), readRun(file), null) }),
    });
    await running.finally(() => gpu.device.destroy());
  },
  /** Lets the model in training finish its step, and keeps where it is. */
  stop: () => stopping.abort(),
};
export type Experiments = typeof experiments;

carryFaults();

Comlink.expose(experiments);
