import { compile } from "../../autograd/compile.ts";
import { reshape } from "../../autograd/operations/movement.ts";
import type { Program } from "../../autograd/program.ts";
import { Tape } from "../../autograd/tape.ts";
import { allOrNone } from "../../gpu/all-or-none.ts";
import type { Gpu } from "../../gpu/device.ts";
import { modelOf } from "../models/registry.ts";
import type { Overview, OverviewRequest } from "../overview.ts";
import type { LookProgram } from "../task.ts";
import type { Trained } from "../trained.ts";
import { propertyOf, testBatch } from "./batch.ts";
import { LARGEST, recordInputs, sizesOf } from "./network.ts";
import { preparedFor } from "./prepared.ts";

/** Molecules that go through together. */
const BATCH = 25;

async function compiled(gpu: Gpu, { config, parameters }: Trained): Promise<Program> {
  const tape = new Tape(gpu.variants);
  const inputs = recordInputs(tape, config, BATCH, LARGEST);
  const output = modelOf(config).record(parameters.record(tape), config, sizesOf(config, LARGEST), inputs);
  return compile(gpu, { output: reshape(output, [BATCH]) });
}

/** Predictions of all networks for molecules of the test split. */
export async function openMoleculeOverview(
  gpu: Gpu,
  trained: readonly Trained[],
): Promise<LookProgram<OverviewRequest, Overview>> {
  const programs = await allOrNone(trained.map((own) => compiled(gpu, own)));
  const { config } = trained[0] as Trained;
  return {
    async run(request) {
      const { set, split } = preparedFor(config);
      const indices = split.test.slice(0, request.count);
      const answers: number[][] = programs.map(() => []);
      for (let from = 0; from < indices.length; from += BATCH) {
        const some = Array.from({ length: BATCH }, (_, k) => indices[(from + k) % indices.length] as number);
        for (const [k, program] of programs.entries()) {
          const own = (trained[k] as Trained).config;
          const prepared = preparedFor(own);
          const examples = testBatch(own, prepared, { slots: LARGEST, indices: some });
          for (const [name, data] of Object.entries(examples.inputs(own))) program.write(name, data);
          program.run();
          const { output } = await program.read("output");
          some.slice(0, indices.length - from).forEach((index, at) => {
            answers[k]?.push(propertyOf(own, prepared, set.zOf(index), output?.[at] as number));
          });
        }
      }
      return {
        request,
        examples: indices.map((index) => set.idOf(index)),
        truth: indices.map((index) => set.targetOf(index, config.target)),
        answers,
      };
    },
    destroy() {
      for (const program of programs) program.destroy();
    },
  };
}
