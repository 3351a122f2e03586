import { afterEach, expect, test, vi } from "vitest";
import { parseLink } from "../../src/config/link.ts";
import { defaultView } from "../../src/config/view.ts";
import { bundledShaders } from "../../src/engine/bundled-shaders.ts";
import type { EngineEvent } from "../../src/engine/protocol.ts";
import { headOf, type Run, type RunHead, type RunStore } from "../../src/engine/runs.ts";
import { Session } from "../../src/engine/session.ts";
import { openGpu } from "../../src/gpu/device.ts";
import { taskOf } from "../../src/tasks/registry.ts";

const SMALL = "preset=quick&layers=1&width=8&heads=2&kernel=4&batch=8&tests=16&evaluate=10";

/** Runs kept in memory. */
function memory(): RunStore {
  const runs = new Map<string, Run>();
  return {
    heads: async () => [...runs].map(([id, run]): RunHead => headOf(id, run)),
    get: async (id) => runs.get(id),
    async set(id, run, replaces) {
      runs.set(id, run);
      if (replaces) runs.delete(replaces);
    },
    delete: async (id) => void runs.delete(id),
  };
}

/** A session, what it said so far, and how to wait until it has stopped. */
function listenedTo(runs = memory()) {
  const events: EngineEvent[] = [];
  const waiting: ((event: EngineEvent) => void)[] = [];
  /** Buffers of parameters in the order they are made. */
  const parameters: [GPUDevice, GPUBuffer][] = [];
  const open = async () => {
    const gpu = await openGpu(bundledShaders);
    const { createBuffer } = gpu.device;
    gpu.device.createBuffer = (descriptor) => {
      const buffer = createBuffer.call(gpu.device, descriptor);
      if (descriptor.label === "parameters") parameters.push([gpu.device, buffer]);
      return buffer;
    };
    return gpu;
  };
  const session = new Session(
    open,
    (event) => {
      events.push(event);
      for (const listener of waiting) listener(event);
    },
    { runs },
  );
  const stopped = () =>
    new Promise<void>((resolve) => {
      waiting.push((event) => event.type === "running" && !event.running && resolve());
    });
  /** Trains to the end, or to a step where it is evaluated. */
  const train = async (last = Number.POSITIVE_INFINITY) => {
    const end = stopped();
    waiting.push((event) => event.type === "metrics" && event.step >= last && session.stop());
    session.train();
    await end;
  };
  return { session, events, stopped, train, runs, parameters };
}

/** Of the models that were built last. */
function spoilBaseline(parameters: readonly [GPUDevice, GPUBuffer][]): void {
  const [device, baseline] = parameters.at(-1) as [GPUDevice, GPUBuffer];
  device.queue.writeBuffer(baseline, 0, new Float32Array(baseline.size / 4).fill(Number.NaN));
}

afterEach(() => vi.restoreAllMocks());

const losses = (events: readonly EngineEvent[]) =>
  events.flatMap((event) => (event.type === "progress" ? event.steps : []));

test("a baseline that diverges stops alone, and it is said why", async () => {
  const { session, events, stopped, train, runs, parameters } = listenedTo();
  const { config } = parseLink(`${SMALL}&steps=12`);
  await session.configure(config);
  spoilBaseline(parameters);
  await train();
  const problems = events.flatMap((event) => (event.type === "problem" ? [event.message] : []));
  expect(problems, problems.join("\n")).toHaveLength(1);
  expect(problems[0]).toMatch(/Training of the Set Transformer diverged at step \d+.*goes on without it/);
  const steps = losses(events);
  expect(steps.at(-1)?.step).toBe(12);
  expect(steps.every(({ losses: [loss] }) => Number.isFinite(loss))).toBe(true);
  expect(steps.at(-1)?.losses[1]).toBeNull();
  // It waits in another session too.
  const later = listenedTo(runs);
  const [{ id }] = (await runs.heads()) as [RunHead];
  expect((await later.session.reopen(id)).step).toBe(12);
  expect(later.events).toContainEqual({
    type: "problem",
    message: "The Set Transformer stays where it stopped, at step 0.",
  });
  // From the beginning both train again.
  events.length = 0;
  await session.reset();
  const end = stopped();
  session.stepOnce();
  await end;
  expect(losses(events).at(-1)?.losses[1]).toBeTypeOf("number");
});

test("a baseline whose bad parameters show only when it is evaluated stops alone as well", async () => {
  const { session, events, stopped, parameters } = listenedTo();
  const { config } = parseLink(`${SMALL}&steps=40&evaluate=1`);
  await session.configure(config);
  // After the loss of the first step was read, before the state is kept.
  const end = stopped();
  const { mapAsync } = GPUBuffer.prototype;
  let reads = 0;
  vi.spyOn(GPUBuffer.prototype, "mapAsync").mockImplementation(function (this: GPUBuffer, ...options) {
    if (++reads === 3) spoilBaseline(parameters);
    return mapAsync.apply(this, options);
  });
  session.stepOnce();
  await end;
  const problems = events.flatMap((event) => (event.type === "problem" ? [event.message] : []));
  expect(problems).toEqual([expect.stringMatching(/Set Transformer diverged.*goes on without it/)]);
  expect(events).toContainEqual({
    type: "metrics",
    step: 1,
    metrics: [expect.anything(), null],
  });
});

test("steps are told in windows as long as the clock allows", async () => {
  const { session, events, train } = listenedTo();
  await session.configure(parseLink(`${SMALL}&steps=100&evaluate=100`).config);
  // A clock on which a step takes a hundredth of a millisecond.
  let now = 0;
  vi.spyOn(performance, "now").mockImplementation(() => {
    now += 0.01;
    return now;
  });
  await train();
  const windows = events.flatMap((event) => (event.type === "progress" ? [event.steps.length] : []));
  expect(windows.reduce((sum, length) => sum + length)).toBe(100);
  expect(Math.max(...windows)).toBe(32);
  expect(windows.length).toBeLessThan(20);
});

test("a run goes on in another session as one that was never interrupted, with its history", async () => {
  const { session, train, runs } = listenedTo();
  const { config } = parseLink(`${SMALL}&steps=20`);
  await session.configure(config, "quick-t2");
  await train(10);
  expect(await session.runs()).toEqual([]);
  const later = listenedTo(runs);
  const [head] = (await later.session.runs()) as [RunHead];
  expect(head).toMatchObject({ step: 10 });
  expect(head.trained).toBeGreaterThan(0);
  expect(parseLink(head.link)).toMatchObject({ preset: "quick-t2", config });
  const { history, step, summary } = await later.session.reopen(head.id);
  expect(step).toBe(10);
  expect(history.steps).toHaveLength(10);
  expect(history.metrics.map((entry) => entry.step)).toEqual([10]);
  expect(summary.device).toBe(1);
  await later.train();
  const whole = listenedTo();
  await whole.session.configure(config);
  await whole.train();
  for (const which of ["last", "best"] as const) {
    expect(await later.session.weights(which)).toEqual(await whole.session.weights(which));
  }
  const told = (made: typeof later, type: "progress" | "metrics") => made.events.filter((event) => event.type === type);
  expect(told(later, "metrics").at(-1)).toEqual(told(whole, "metrics").at(-1));
  expect(losses(later.events)).toEqual(losses(whole.events).slice(10));
  // It took the place of the kept one.
  const [after] = (await listenedTo(runs).session.runs()) as [RunHead];
  expect(after.step).toBe(20);
  expect(after.id).not.toBe(head.id);
  expect(after.trained).toBeGreaterThan(head.trained);
  await expect(later.session.reopen(head.id)).rejects.toThrow("no longer kept");
  await later.session.forget(after.id);
  expect(await listenedTo(runs).session.runs()).toEqual([]);
});

test("a loss that is told late is one all the same: no step and no look takes it for a fault of its own", async () => {
  const { session, events, stopped, parameters } = listenedTo();
  let tell = () => {};
  vi.spyOn(GPUDevice.prototype, "lost", "get").mockReturnValue(
    new Promise((resolve) => {
      tell = () => resolve({ reason: "destroyed", message: "gone" } as GPUDeviceLostInfo);
    }),
  );
  const { config } = parseLink(`${SMALL}&steps=1000&compare=none`);
  await session.configure(config);
  const end = stopped();
  session.train();
  await expect.poll(() => losses(events).length).toBeGreaterThan(0);
  const look = session.probe(taskOf(config).request(config, defaultView));
  parameters.at(-1)?.[0].destroy();
  await expect(look).rejects.toMatchObject({ data: { kind: "lost" } });
  await end;
  expect(events.filter(({ type }) => type === "problem")).toEqual([]);
  tell();
  await expect.poll(() => events.at(-1)).toMatchObject({ type: "lost", reason: "gone" });
});

test("patience ends a run before its last step, and without patience it goes on", async () => {
  const { session, events, train } = listenedTo();
  // A network that learns next to nothing is never better than when it was first measured.
  const { config } = parseLink(`${SMALL}&steps=100&patience=1&rate=0.000001&compare=none`);
  expect(await session.configure(config)).toMatchObject({ finished: false });
  await train();
  const end = events.at(-1);
  expect(end).toMatchObject({ type: "running", running: false, finished: true });
  const { step } = end as Extract<EngineEvent, { type: "running" }>;
  expect(step).toBeLessThan(100);
  expect(await session.resume()).toMatchObject({ finished: true });
  expect(await session.resume({ patience: 0 })).toMatchObject({ finished: false });
  await train();
  expect(events.at(-1)).toMatchObject({ running: false, step: 100, finished: true });
});
