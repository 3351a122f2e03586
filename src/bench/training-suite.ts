import { presets } from "../config/presets.ts";
import { traitsOf } from "../config/tasks.ts";
import type { DataFiles } from "../data/data-files.ts";
import { type Candidate, compare } from "../gpu/compare.ts";
import type { Gpu } from "../gpu/device.ts";
import { isFused } from "../lie/attention-terms.ts";
import { taskOf } from "../tasks/registry.ts";
import { Trainer } from "../training/trainer.ts";
import type { Outcome } from "./suite.ts";

const SAMPLES = 5;
const ENCODED = 20;

/** Counts what a device creates while `work` runs. */
async function creations(device: GPUDevice, work: () => Promise<void>): Promise<number> {
  const { createBuffer, createBindGroup } = device;
  let created = 0;
  device.createBuffer = (descriptor) => {
    created++;
    return createBuffer.call(device, descriptor);
  };
  device.createBindGroup = (descriptor) => {
    created++;
    return createBindGroup.call(device, descriptor);
  };
  try {
    await work();
  } finally {
    device.createBuffer = createBuffer;
    device.createBindGroup = createBindGroup;
  }
  return created;
}

/** Whole training steps of every preset in steady state: time, dispatches, memory, and the CPU's share of the work. */
export const trainingSuite = (files: DataFiles) =>
  async function* training(gpu: Gpu): AsyncGenerator<Outcome> {
    for (const [preset, { config }] of Object.entries(presets)) {
      // A roll-out takes a minute to compile at the published size; without fused kernels a step takes seconds, on all pairs.
      if (traitsOf(config).potential || !isFused(config)) continue;
      const problem = await taskOf(config).open(config, files);
      const trainer = await Trainer.create(gpu, problem, config);
      // Drawn once: what its drawing takes is told apart.
      const examples = problem.batch(0);
      const inputs = examples.inputs(config);
      const batch = { ...examples, inputs: () => inputs };
      const step: Candidate = {
        name: preset,
        async run(repeats) {
          for (let k = 0; k < repeats; k++) trainer.submitStep(batch);
          await gpu.device.queue.onSubmittedWorkDone();
          gpu.throwPendingError();
        },
        result: async () => Float32Array.from((await trainer.readLosses()).map(({ loss }) => loss)),
        destroy: () => trainer.destroy(),
      };
      const milliseconds = (await compare([step], SAMPLES)).get(preset) as number;
      const created = await creations(gpu.device, () => step.run(ENCODED));
      let encoding = 0;
      for (let k = 0; k < ENCODED; k++) {
        const started = performance.now();
        trainer.submitStep(batch);
        encoding += performance.now() - started;
        await gpu.device.queue.onSubmittedWorkDone();
      }
      const started = performance.now();
      for (let k = 0; k < ENCODED; k++) problem.batch(k).inputs(config);
      const data = (performance.now() - started) / ENCODED;
      const figures = {
        milliseconds,
        encode: encoding / ENCODED,
        data,
        dispatches: trainer.dispatchesPerStep,
        perLayer: trainer.dispatchesPerStep / config.layers,
        bytes: trainer.bytes,
        created,
      };
      trainer.destroy();
      yield {
        report: { suite: "training", adapter: gpu.adapterName, preset, ...figures },
        table: {
          title: `A training step of preset ${preset}`,
          columns: ["figure"],
          rows: [
            { name: "one step, ms", cells: [figures.milliseconds] },
            { name: "of the CPU: uploading and encoding it, ms", cells: [figures.encode] },
            { name: "of the CPU: drawing its examples, ms", cells: [figures.data] },
            { name: "dispatches", cells: [figures.dispatches] },
            { name: "dispatches a layer, all the rest included", cells: [figures.perLayer] },
            { name: "buffers of the step, MiB", cells: [figures.bytes / 2 ** 20] },
            { name: `buffers and bind groups created in ${ENCODED} steps`, cells: [figures.created] },
          ],
        },
      };
    }
  };
