import { expect, test } from "vitest";
import { parseLink } from "../../src/config/link.ts";
import { bundledShaders } from "../../src/engine/bundled-shaders.ts";
import type { EngineEvent } from "../../src/engine/protocol.ts";
import type { Run, RunHead, RunStore } from "../../src/engine/runs.ts";
import { Session } from "../../src/engine/session.ts";
import { openGpu } from "../../src/gpu/device.ts";

const SMALL = "preset=quick&layers=1&width=8&heads=2&kernel=4&batch=8&tests=16&evaluate=10";

/** Runs kept in memory. */
function memory(): RunStore {
  const runs = new Map<string, Run>();
  return {
    heads: async () => [...runs].map(([id, { link, step, kept }]): RunHead => ({ id, link, step, kept })),
    get: async (id) => runs.get(id),
    set: async (id, run) => void runs.set(id, run),
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
  const train = async () => {
    const end = stopped();
    session.train();
    await end;
  };
  return { session, events, train, runs, parameters };
}

const losses = (events: readonly EngineEvent[]) =>
  events.flatMap((event) => (event.type === "progress" ? event.steps : []));

test("a baseline that diverges stops alone, and it is said why", async () => {
  const { session, events, train, parameters } = listenedTo();
  const { config } = parseLink(`${SMALL}&steps=12`);
  await session.configure(config);
  // Of both models, the baseline's second.
  const [device, baseline] = parameters.at(-1) as (typeof parameters)[0];
  device.queue.writeBuffer(baseline, 0, new Float32Array(baseline.size / 4).fill(Number.NaN));
  await train();
  const problems = events.flatMap((event) => (event.type === "problem" ? [event.message] : []));
  expect(problems, problems.join("\n")).toHaveLength(1);
  expect(problems[0]).toMatch(/Training of the set-transformer diverged at step \d+.*goes on without it/);
  const steps = losses(events);
  expect(steps.at(-1)?.step).toBe(12);
  expect(steps.every(({ loss }) => Number.isFinite(loss.main))).toBe(true);
  expect(steps.at(-1)?.loss.baseline).toBeNull();
  // From the beginning both train again.
  events.length = 0;
  await session.reset();
  session.stepOnce();
  await expect.poll(() => losses(events).at(-1)?.loss.baseline).toBeTypeOf("number");
});

test("a run goes on in another session where the one before it left it, with its history", async () => {
  const { session, train, runs } = listenedTo();
  const { config } = parseLink(`${SMALL}&steps=30`);
  await session.configure({ ...config, steps: 20 }, "quick-t2");
  await train();
  expect(await session.runs()).toEqual([]);
  const later = listenedTo(runs);
  const [head] = (await later.session.runs()) as [RunHead];
  expect(head).toMatchObject({ step: 20 });
  expect(parseLink(head.link)).toMatchObject({ preset: "quick-t2", config: { ...config, steps: 20 } });
  const { history, summary } = await later.session.reopen(head.id);
  expect(history.steps).toHaveLength(20);
  expect(history.metrics.map(({ step }) => step)).toEqual([10, 20]);
  expect(summary.device).toBe(1);
  // It goes on as one that was never interrupted.
  const whole = listenedTo();
  await whole.session.configure({ ...config, steps: 20 });
  await whole.train();
  const weights = (made: Session) => made.weights("last");
  const [first, second] = [await weights(later.session), await weights(whole.session)];
  expect(first.slice(-1000)).toEqual(second.slice(-1000));
  await later.session.forget(head.id);
  expect(await listenedTo(runs).session.runs()).toEqual([]);
  await expect(later.session.reopen(head.id)).rejects.toThrow("no longer kept");
});
