import { presets } from "../config/presets.ts";
import type { Config } from "../config/schema.ts";
import type { DataFiles } from "../data/data-files.ts";
import { type Candidate, compare } from "../gpu/compare.ts";
import type { Gpu } from "../gpu/device.ts";
import { taskOf } from "../tasks/registry.ts";
import { Trainer } from "../training/trainer.ts";
import type { Outcome } from "./suite.ts";

const SAMPLES = 5;
/** Steps that are timed together, of batches drawn beforehand: enough of an epoch to hold its sizes in their shares. */
const STEPS = 24;
const SIZES = [1, 2, 3] as const;

/** Training steps on molecules of the sample, with batches padded to one size, to two, to three. */
export const paddingSuite = (files: DataFiles) =>
  async function* padding(gpu: Gpu): AsyncGenerator<Outcome> {
    const preset = presets["qm9-quick"]?.config as Config;
    const candidates: Candidate[] = [];
    const padded: (readonly number[])[] = [];
    for (const buckets of SIZES) {
      const config: Config = { ...preset, buckets };
      const problem = await taskOf(config).open(config, files);
      const trainer = await Trainer.create(gpu, problem, config);
      padded.push(problem.objective(config).slots ?? []);
      const drawn = Array.from({ length: STEPS }, (_, step) => {
        const examples = problem.batch(step);
        const inputs = examples.inputs(config);
        return { slots: examples.slots as number, inputs: () => inputs };
      });
      candidates.push({
        name: String(buckets),
        async run(repeats) {
          for (let k = 0; k < repeats; k++) for (const batch of drawn) trainer.submitStep(batch);
          await gpu.device.queue.onSubmittedWorkDone();
          gpu.throwPendingError();
        },
        result: async () => Float32Array.from((await trainer.readLosses()).map(({ loss }) => loss)),
        destroy: () => trainer.destroy(),
      });
    }
    const found = await compare(candidates, SAMPLES);
    for (const { destroy } of candidates) destroy();
    const milliseconds = SIZES.map((buckets) => (found.get(String(buckets)) as number) / STEPS);
    const [one = 0] = milliseconds;
    yield {
      report: { suite: "padding", adapter: gpu.adapterName, sizes: padded, milliseconds },
      table: {
        title: "A training step on molecules, by how many sizes batches are padded to",
        columns: ["sizes", "one step, ms", "times faster"],
        rows: SIZES.map((buckets, k) => ({
          name: String(buckets),
          cells: [(padded[k] ?? []).join(", "), milliseconds[k] as number, one / (milliseconds[k] as number)],
        })),
      },
    };
  };
