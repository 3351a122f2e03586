import { expect, test } from "vitest";
import { compile } from "../../src/autograd/compile.ts";
import { gradients } from "../../src/autograd/gradients.ts";
import { Tape, type Tensor } from "../../src/autograd/tape.ts";
import { parseLink } from "../../src/config/link.ts";
import type { Config } from "../../src/config/schema.ts";
import type { DataFiles } from "../../src/data/data-files.ts";
import { Parameters } from "../../src/nn/parameters.ts";
import { taskOf } from "../../src/tasks/registry.ts";
import type { Batch, Problem } from "../../src/tasks/task.ts";
import { testGpu } from "../support/gpu.ts";
import { normals } from "../support/numbers.ts";

const files: DataFiles = {
  read: async (name) => new Uint8Array(await (await fetch(`/${name}`)).arrayBuffer()),
};

/** Loss and gradient of a batch, as the mean over the pieces that it is computed in. */
async function inPieces(config: Config, problem: Problem, batch: Batch, pieces: number): Promise<number[]> {
  const gpu = await testGpu();
  const objective = problem.objective(config);
  const size = config.batch / pieces;
  const parameters = new Parameters(gpu.device, objective.layout);
  parameters.write(Float32Array.from(normals(objective.layout.size, "parameters of pieces", 0.3)));
  const tape = new Tape(gpu.variants);
  const stored = parameters.record(tape);
  const loss = objective.recordLoss(tape, stored, size, new Map());
  const outputs: Record<string, Tensor> = { loss };
  gradients(loss, [...stored.values()]).forEach((gradient, k) => {
    outputs[`gradient ${k}`] = gradient;
  });
  const program = await compile(gpu, outputs);
  const totals: number[] = [];
  for (let k = 0; k < pieces; k++) {
    for (const [name, data] of Object.entries(objective.pieceOf(batch, k, pieces))) program.write(name, data);
    program.run();
    const found = await program.read(...program.outputNames);
    Object.values(found)
      .flatMap((values) => [...values])
      .forEach((value, at) => {
        totals[at] = (totals[at] ?? 0) + value / pieces;
      });
  }
  program.destroy();
  parameters.destroy();
  return totals;
}

/** Examples of these tasks count for more or less: some sequences are short, windows hide more or less. */
const tasks = {
  "badges of users": "preset=badges&history=120&width=8&heads=1&batch=4",
  "air that is hidden": "preset=air-quick&hours=6&width=8&heads=2&layers=1&batch=4",
};

test.each(Object.entries(tasks))(
  "%s: a batch in pieces has the loss and the gradient of the whole",
  async (_, link) => {
    const { config } = parseLink(link);
    const problem = await taskOf(config).open(config, files);
    const batch = problem.batch(0).inputs(config);
    const whole = await inPieces(config, problem, batch, 1);
    const halves = await inPieces(config, problem, batch, 2);
    const largest = Math.max(...whole.map(Math.abs));
    whole.forEach((value, k) => {
      expect(Math.abs((halves[k] as number) - value)).toBeLessThan(1e-5 * largest);
    });
  },
);
