import { expect, test, vi } from "vitest";
import { parseLink } from "../../src/config/link.ts";
import { taskOf } from "../../src/tasks/registry.ts";
import { diagnose } from "../../src/training/diagnosis.ts";
import { DivergedError, type Trainer } from "../../src/training/trainer.ts";
import { testGpu } from "../support/gpu.ts";
import { trainerOf } from "../support/trainer.ts";

const { config } = parseLink("preset=quick&layers=1&width=8&heads=2&kernel=4&batch=8&tests=32");

async function lossesOf(trainer: Trainer, steps: number): Promise<number[]> {
  for (let k = 0; k < steps; k++) trainer.submitStep();
  return (await trainer.readLosses()).map(({ loss }) => loss);
}

test("the same seed repeats 200 steps bit for bit, another seed does not", async () => {
  const gpu = await testGpu();
  const curves = [];
  for (const seed of [0, 0, 1]) {
    const trainer = await trainerOf(gpu, { ...config, seed });
    curves.push(await lossesOf(trainer, 200));
    trainer.destroy();
  }
  const [first, again, other] = curves;
  expect(first).toHaveLength(200);
  expect(again).toEqual(first);
  expect(other).not.toEqual(first);
});

test("reset starts the same run again, and a checkpoint goes on as if nothing had happened", async () => {
  const gpu = await testGpu();
  const trainer = await trainerOf(gpu, config);
  const first = await lossesOf(trainer, 20);
  await trainer.evaluate();
  const { snapshot } = trainer;
  const onwards = await lossesOf(trainer, 10);
  trainer.reset();
  expect(await lossesOf(trainer, 20)).toEqual(first);
  const fresh = await trainerOf(gpu, config);
  fresh.resume(snapshot as NonNullable<typeof snapshot>);
  expect(await lossesOf(fresh, 10)).toEqual(onwards);
  trainer.destroy();
  fresh.destroy();
});

test("a loss that is not finite names the step and the tensor, and the last good state comes back", async () => {
  const trainer = await trainerOf(await testGpu(), config);
  await lossesOf(trainer, 5);
  await trainer.evaluate();
  const named = trainer.parameters.unpack(await trainer.parameters.read());
  named.get("head.2.bias")?.data.fill(Number.NaN);
  trainer.parameters.write(trainer.parameters.pack(new Map([...named].map(([name, { data }]) => [name, data]))));
  trainer.submitStep();
  await expect(trainer.readLosses()).rejects.toThrow(/diverged at step 6.*first tensor that is not finite is/);
  trainer.rollBack();
  expect(trainer.step).toBe(5);
  expect((await lossesOf(trainer, 1)).every(Number.isFinite)).toBe(true);
  trainer.destroy();
});

test("a run that diverges by its learning rate is looked into: what overflowed first, and that it is the rate", async () => {
  const own = { ...config, rate: 0.1, beta2: 0, schedule: "constant", model: "set-transformer" } as const;
  const trainer = await trainerOf(await testGpu(), own);
  const failed = await lossesOf(trainer, 120).catch((error: unknown) => error);
  expect(failed).toBeInstanceOf(DivergedError);
  const { step } = failed as DivergedError;
  const { message } = await trainer.diagnose(failed as DivergedError);
  expect(message).toMatch(
    new RegExp(`diverged at step ${step}: the first tensor that is not finite is (features|the |head)`),
  );
  expect(message).toContain("smaller learning rate");
  trainer.rollBack();
  expect(trainer.step).toBe(0);
  trainer.destroy();
});

test.each([
  ["the input points", {}, { points: Number.NaN }, "data are at fault"],
  ["lifted elements", {}, { stabiliser: 1e38 }, "choose another group"],
  ["pair features", { group: "Sim2" }, { stabiliser: -200 }, "too far apart for the group's logarithm"],
])("%s that are not finite are named, with what helps", async (tensor, change, values, advice) => {
  const gpu = await testGpu();
  const own = { ...config, ...change };
  const trainer = await trainerOf(gpu, own);
  const problem = await taskOf(own).open(own);
  const batch = { ...problem.batch(0).inputs(own) };
  for (const [name, value] of Object.entries(values)) {
    // Every other number: pairs must be of different elements.
    batch[name] = (batch[name] as Float32Array<ArrayBuffer>).map((old, k) => (k % 3 === 0 ? old : value));
  }
  const found = await diagnose(gpu, problem.objective(own), trainer.parameters, batch, own.batch);
  expect(found?.tensor).toBe(tensor);
  expect(found?.advice).toContain(advice);
  trainer.destroy();
});

test("a layer costs twelve dispatches, forward, backward and optimiser", async () => {
  const gpu = { ...(await testGpu()), merges: true };
  const counts = [];
  for (const layers of [1, 2]) {
    const trainer = await trainerOf(gpu, { ...config, layers });
    counts.push(trainer.dispatchesPerStep);
    trainer.destroy();
  }
  const [one, two] = counts as [number, number];
  expect(two - one).toBeLessThanOrEqual(12);
});

test("a step in steady state creates no buffer, no bind group and no pipeline, and submits once", async () => {
  const gpu = await testGpu();
  const trainer = await trainerOf(gpu, config);
  await lossesOf(trainer, 2);
  const made = [
    vi.spyOn(gpu.device, "createBuffer"),
    vi.spyOn(gpu.device, "createBindGroup"),
    vi.spyOn(gpu.device, "createComputePipelineAsync"),
  ];
  const submit = vi.spyOn(gpu.device.queue, "submit");
  trainer.submitStep();
  for (const spy of made) expect(spy).not.toHaveBeenCalled();
  expect(submit).toHaveBeenCalledTimes(1);
  vi.restoreAllMocks();
  trainer.destroy();
});

test("a batch in pieces trains as it does in one", async () => {
  const gpu = await testGpu();
  const whole = await trainerOf(gpu, config);
  const pieces = await trainerOf(gpu, { ...config, accumulate: 4 });
  const [first, second] = [await lossesOf(whole, 30), await lossesOf(pieces, 30)];
  expect(second).toHaveLength(30);
  second.forEach((loss, k) => {
    expect(Math.abs(loss - (first[k] as number))).toBeLessThan(1e-4);
  });
  expect(await pieces.evaluate()).toEqual(await whole.evaluate());
  expect(pieces.bytes).toBeLessThan(0.5 * whole.bytes);
  whole.destroy();
  pieces.destroy();
});

test("what does not fit the adapter is refused with the size that would", async () => {
  const gpu = await testGpu();
  const limited = (maxStorageBufferBindingSize: number) => ({
    ...gpu,
    device: new Proxy(gpu.device, {
      get(device, name) {
        if (name === "limits") return { maxStorageBufferBindingSize };
        const value = Reflect.get(device, name);
        return typeof value === "function" ? value.bind(device) : value;
      },
    }),
  });
  const created = (limit: number, change = {}) => trainerOf(limited(limit), { ...config, ...change });
  await expect(created(8192)).rejects.toThrow(/needs \d+ bytes.*at most 8192.*in 2 pieces would fit: accumulate=2/);
  const fits = await created(8192, { accumulate: 2 });
  fits.destroy();
  const manyPairs = { content: "concat", combine: "net", repeats: 4 } as const;
  await expect(created(24_000, manyPairs)).rejects.toThrow(/Even one example of 40 .* about \d+ would fit/);
});

test("training waits for a better score as long as its patience, and decays weights that nothing holds", async () => {
  const gpu = await testGpu();
  const patient = await trainerOf(gpu, { ...config, patience: 2, evaluate: 5, decay: 0.1, rate: 0.1 });
  expect(patient.isFinished).toBe(false);
  await patient.evaluate();
  const { best } = patient;
  if (!best) throw new Error("Nothing was kept.");
  // The last one that was better is nine steps ago, then ten.
  patient.step = best.checkpoint.step + 9;
  expect(patient.isFinished).toBe(false);
  patient.step += 1;
  expect(patient.isFinished).toBe(true);
  patient.reset();
  const size = async (trainer: Trainer) =>
    (await trainer.parameters.read()).reduce((sum, value) => sum + value * value, 0);
  const free = await trainerOf(gpu, { ...config, rate: 0.1 });
  await lossesOf(patient, 40);
  await lossesOf(free, 40);
  expect(await size(patient)).toBeLessThan(await size(free));
  patient.destroy();
  free.destroy();
});
