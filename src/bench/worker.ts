import * as Comlink from "comlink";
import { noFiles } from "../data/data-files.ts";
import { browserFiles } from "../engine/browser-files.ts";
import { bundledShaders } from "../engine/bundled-shaders.ts";
import { measurementDatabase } from "../engine/measurement-database.ts";
import { carryFaults } from "../faults/across-workers.ts";
import { openGpu } from "../gpu/device.ts";
import type { Outcome } from "./suite.ts";
import { suites } from "./suites.ts";

/** A refusal only means that the kernels are timed anew next time. */
const measurements = measurementDatabase(() => {});

/** The suites in a worker of their own: the page stays free while they run. */
const bench = {
  /** Names of all suites, in the order they run. */
  names: () => Object.keys(suites({ neighbours: 32, peers: {}, files: noFiles })),
  /**
   * Runs one suite and hands out what it finds.
   * @param base address of the page, which data lie beside
   * @returns the adapter's name
   * @throws Fault, unavailable, or what the suite fails with
   */
  async run(name: string, found: (outcome: Outcome) => void, base: string): Promise<string> {
    const gpu = await openGpu(bundledShaders, measurements);
    const suite = suites({ neighbours: 32, peers: {}, files: browserFiles(base, () => {}) })[name];
    if (suite) for await (const outcome of suite(gpu)) await found(outcome);
    gpu.device.destroy();
    return gpu.adapterName;
  },
  /** Forgets which kernel variants run on this adapter: they are timed again when next needed. */
  async forgetVariants(): Promise<void> {
    const gpu = await openGpu(bundledShaders, measurements);
    gpu.variants.forget();
    await gpu.remember();
    gpu.device.destroy();
  },
};
export type Bench = typeof bench;

carryFaults();

Comlink.expose(bench);
