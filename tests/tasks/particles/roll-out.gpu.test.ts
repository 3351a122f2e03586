import { describe, expect, test } from "vitest";
import { compile } from "../../../src/autograd/compile.ts";
import { gradients } from "../../../src/autograd/gradients.ts";
import { square } from "../../../src/autograd/operations/elementwise.ts";
import { mean } from "../../../src/autograd/operations/reduce.ts";
import { sizeOf } from "../../../src/autograd/shape.ts";
import { Tape, type Tensor } from "../../../src/autograd/tape.ts";
import { parseLink } from "../../../src/config/link.ts";
import type { Config } from "../../../src/config/schema.ts";
import { trajectoryOf } from "../../../src/nn/hamiltonian.ts";
import { Parameters } from "../../../src/nn/parameters.ts";
import { predictedStates, recordInputs } from "../../../src/tasks/particles/network.ts";
import { particles } from "../../../src/tasks/particles/task.ts";
import { testGpu } from "../../support/gpu.ts";
import { normals } from "../../support/numbers.ts";
import { trainerOf } from "../../support/trainer.ts";

const { config } = parseLink(
  "preset=springs-quick&particles=3&width=4&heads=2&kernel=2&batch=4&systems=4&tests=16&horizon=3&norm=layer_pre&combine=sum&mlp_width=6&mlp_layers=2",
);

const models: Partial<Config>[] = [
  { model: "lietransformer" },
  { model: "lietransformer", norm: "none", combine: "multiply" },
  { model: "lietransformer", group: "SE2", samples: 2, normalise: "softmax", seed: 1 },
  { model: "lietransformer", group: "T3", dimension: 3, system: "gravity" },
  { model: "hfc" },
  { model: "fc" },
];

describe.each(models)("the roll-out of %o", (change) => {
  const own = { ...config, ...change };

  test("has the loss's gradient by every parameter tensor, against central differences", async () => {
    const gpu = await testGpu();
    const layout = particles.parameterLayout(own);
    const parameters = new Parameters(gpu.device, layout);
    const tape = new Tape(gpu.variants);
    const stored = parameters.record(tape);
    // Steps long enough that float32 resolves what the parameters do to the states.
    const states = predictedStates(own, stored, recordInputs(tape, own, own.batch), 3, 1);
    const loss = mean(square(trajectoryOf(states)));
    const names = [...stored.keys()];
    const outputs: Record<string, Tensor> = { loss };
    gradients(loss, [...stored.values()]).forEach((tensor, k) => {
      outputs[names[k] as string] = tensor;
    });
    const program = await compile(gpu, outputs);
    const batch = (await particles.open(own)).batch(0).inputs(own);
    for (const [name, data] of Object.entries(batch)) program.write(name, data);
    // The samples of a lift average forces away: weights that float32 resolves the slope of are larger with several.
    const gain = own.samples > 1 ? 1 : 0.6;
    const base = parameters.pack(
      new Map(layout.slices.map(({ name, shape }) => [name, normals(sizeOf(shape), `roll-out ${name}`, gain)])),
    );
    const lossAt = async (flat: Float32Array<ArrayBuffer>) => {
      parameters.write(flat);
      program.run();
      return ((await program.read("loss")).loss as Float32Array)[0] as number;
    };
    await lossAt(base);
    const found = await program.read(...names);
    const slopes = await Promise.all(
      names.map(async (name) => {
        const gradient = found[name] as Float32Array;
        const direction = normals(gradient.length, `direction ${name}`);
        return { name, direction, slope: gradient.reduce((sum, g, k) => sum + g * (direction[k] as number), 0) };
      }),
    );
    const largest = Math.max(...slopes.map(({ slope }) => Math.abs(slope)));
    for (const { name, direction, slope } of slopes) {
      const { offset } = layout.stored.find((tensor) => tensor.name === name) as (typeof layout.stored)[0];
      const moved = (sign: number) => {
        const flat = base.slice();
        direction.forEach((value, k) => {
          flat[offset + k] = (flat[offset + k] as number) + sign * 1e-2 * value;
        });
        return lossAt(flat);
      };
      const difference = ((await moved(1)) - (await moved(-1))) / 2e-2;
      expect(Math.abs(difference - slope), name).toBeLessThan(0.05 * Math.abs(slope) + 0.03 * largest);
    }
    program.destroy();
    parameters.destroy();
  });

  test("learns, and reports the error of short and long roll-outs", async () => {
    const gpu = await testGpu();
    const trainer = await trainerOf(gpu, own);
    const before = (await trainer.test()).metrics;
    for (let k = 0; k < 40; k++) trainer.submitStep();
    const losses = await trainer.readLosses();
    expect(losses.every(({ loss }) => Number.isFinite(loss))).toBe(true);
    expect((losses.at(-1) as { loss: number }).loss).toBeLessThan((losses[0] as { loss: number }).loss);
    expect(Object.keys(before)).toEqual(["5", "100"]);
    expect(before["100"]).toBeGreaterThan(before["5"] as number);
    trainer.destroy();
  });
});
