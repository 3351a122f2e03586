import { expect, test } from "vitest";
import { compile } from "../../../src/autograd/compile.ts";
import { gradients } from "../../../src/autograd/gradients.ts";
import { Tape, type Tensor } from "../../../src/autograd/tape.ts";
import { parseLink } from "../../../src/config/link.ts";
import type { Config } from "../../../src/config/schema.ts";
import { Parameters } from "../../../src/nn/parameters.ts";
import { particles } from "../../../src/tasks/particles/task.ts";
import { inFloat64 } from "../../support/float64-tape.ts";
import { testGpu } from "../../support/gpu.ts";
import { expectClose, normals } from "../../support/numbers.ts";

const { config } = parseLink(
  "preset=springs-quick&particles=3&width=4&heads=2&kernel=2&batch=2&systems=4&horizon=3&mlp_width=4&mlp_layers=2",
);

test.each<Partial<Config>>([
  { norm: "none", combine: "multiply" },
  { norm: "layer_pre", combine: "sum" },
  { group: "T3", dimension: 3, system: "gravity", combine: "sum" },
  { model: "hfc" },
  { model: "fc" },
])("the roll-out loss of %o and its gradient are those of float64, number by number", async (change) => {
  const own = { ...config, ...change };
  const gpu = await testGpu();
  const problem = await particles.open(own);
  const objective = problem.objective(own);
  const { layout } = objective;
  const parameters = new Parameters(gpu.device, layout);
  const tape = new Tape(gpu.variants);
  const stored = parameters.record(tape);
  const loss = objective.recordLoss(tape, stored, own.batch, new Map());
  const names = [...stored.keys()];
  const outputs: Record<string, Tensor> = { loss };
  gradients(loss, [...stored.values()]).forEach((tensor, k) => {
    outputs[names[k] as string] = tensor;
  });
  const program = await compile(gpu, outputs, { merge: false });
  const batch = problem.batch(0).inputs(own);
  for (const [name, data] of Object.entries(batch)) program.write(name, data);
  const base = Float32Array.from(normals(layout.size, "float64 roll-out", 0.6));
  parameters.write(base);
  program.run();
  const found = await program.read("loss", ...names);

  const lossAt = (name: string, change: readonly number[] | null): number => {
    const given = new Map<string, ArrayLike<number>>(Object.entries(batch));
    for (const { name: each, offset, shape } of layout.stored) {
      const size = shape.reduce((a, b) => a * b, 1);
      const values = Float64Array.from(base.subarray(offset, offset + size));
      given.set(each, each === name && change ? values.map((value, k) => value + (change[k] as number)) : values);
    }
    return inFloat64(loss, given)[0] as number;
  };
  expectClose(found.loss as Float32Array, [lossAt("", null)], 1e-4, "loss");
  const largest = Math.max(...names.flatMap((name) => Array.from(found[name] as Float32Array, Math.abs)));
  for (const { name } of layout.stored) {
    const gradient = found[name] as Float32Array;
    const step = 1e-5;
    const direction = normals(gradient.length, `direction ${name}`);
    const along = (sign: number) =>
      lossAt(
        name,
        direction.map((value) => sign * step * value),
      );
    const expected = (along(1) - along(-1)) / (2 * step);
    const slope = gradient.reduce((sum, g, k) => sum + g * (direction[k] as number), 0);
    expect(Math.abs(slope - expected), name).toBeLessThan(1e-3 * Math.abs(expected) + 3e-6 * largest);
  }
  program.destroy();
  parameters.destroy();
});
