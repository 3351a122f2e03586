import { beforeEach, expect, test, vi } from "vitest";
import { EngineClient } from "../../src/app/engine/client.ts";
import type { RemoteEngine } from "../../src/app/engine/remote-engine.ts";
import { useConfig } from "../../src/app/stores/config-store.ts";
import { statusOf, useRun } from "../../src/app/stores/run-store.ts";
import { useView } from "../../src/app/stores/view-store.ts";
import { parseLink } from "../../src/config/link.ts";
import type { EngineEvent, EngineListener, ModelSummary } from "../../src/engine/protocol.ts";
import type { RunHead } from "../../src/engine/runs.ts";
import { Fault } from "../../src/faults/fault.ts";
import type { ProbeRequest } from "../../src/tasks/registry.ts";

const summary: ModelSummary = {
  adapter: "none",
  device: 1,
  run: "first",
  finished: false,
  entrants: [{ config: parseLink("quick").config, title: "LieTransformer", parameters: 1, dispatches: 1, bytes: 1 }],
};
const [config, stores] = [useConfig.getState(), useRun.getState()];

/** A client of an engine that does what a test says, and what it was asked. */
function connected(own: Partial<RemoteEngine> = {}) {
  const asked: string[] = [];
  const noted =
    <Answer>(name: string, answer: Answer) =>
    async () => {
      asked.push(name);
      return answer;
    };
  const engine: RemoteEngine = {
    configure: noted("configure", summary),
    train: noted("train", undefined),
    stop: noted("stop", undefined),
    stopLoading: async () => {},
    stepOnce: noted("stepOnce", undefined),
    reset: noted("reset", "second"),
    resume: noted("resume", { ...summary, device: 2 }),
    runs: noted("runs", [] as RunHead[]),
    reopen: noted("reopen", { summary, step: 7, history: { steps: [7], losses: [[1]], metrics: [] } }),
    forget: noted("forget", undefined),
    openFile: noted("openFile", {
      link: "preset=quick",
      summary,
      step: 9,
      history: { steps: [9], losses: [[1]], metrics: [] },
    }),
    runFile: noted("runFile", new Uint8Array()),
    probe: noted("probe", null),
    survey: noted("survey", null),
    inspect: noted("inspect", null),
    overview: async () => null,
    weights: noted("weights", { step: 1, safetensors: new Uint8Array() }),
    ...own,
  };
  let tell: EngineListener = () => {};
  const client = new EngineClient(
    async (listener) => {
      tell = listener;
      return engine;
    },
    { request: ({ task }) => ({ task }) as ProbeRequest, survey: () => null, inspection: () => null },
  );
  return { client, asked, tell: (event: EngineEvent, run = summary.run) => tell(event, run) };
}

beforeEach(() => {
  useConfig.setState(config, true);
  useRun.setState(stores, true);
});

test("networks that come trained are opened, and trained from the beginning where they cannot be had", async () => {
  const { config: quick } = parseLink("quick");
  vi.stubGlobal("document", { baseURI: "http://localhost/" });
  vi.stubGlobal("fetch", async () => new Response(new Uint8Array(4)));
  const { client, asked, tell } = connected();
  const opening = client.open("quick", quick);
  expect(useRun.getState().asShipped).toBe(true);
  await opening;
  expect(asked).toContain("openFile");
  expect(asked).not.toContain("train");
  expect(useRun.getState()).toMatchObject({ step: 9, asShipped: true });
  tell({ type: "running", running: true, step: 9, finished: false });
  expect(useRun.getState().asShipped).toBe(false);
  vi.stubGlobal("fetch", async () => new Response(null, { status: 404 }));
  const other = connected();
  await other.client.open("quick", quick);
  expect(other.asked).toEqual(expect.arrayContaining(["configure", "train"]));
  expect(useRun.getState()).toMatchObject({ asShipped: false, problems: [] });
  vi.unstubAllGlobals();
});

test("what is asked for while trained networks are fetched is not undone by them", async () => {
  const { config: quick } = parseLink("quick");
  const { config: other } = parseLink("preset=quick&layers=1");
  let answer: (response: Response) => void = () => {};
  const fetched = new Promise<Response>((resolve) => {
    answer = resolve;
  });
  vi.stubGlobal("document", { baseURI: "http://localhost/" });
  vi.stubGlobal("fetch", () => fetched);
  const { client, asked } = connected();
  const opening = client.open("quick", quick);
  await client.configure("quick", other, false);
  answer(new Response(new Uint8Array(4)));
  await opening;
  expect(asked.filter((name) => name === "openFile" || name === "configure")).toEqual(["configure"]);
  expect(useConfig.getState().config).toBe(other);
  expect(useRun.getState()).toMatchObject({ asShipped: false, building: 0, problems: [] });
  vi.unstubAllGlobals();
});

test("what is asked for is shown at once, and runs once it is built", async () => {
  const { client, asked } = connected();
  const link = parseLink("quick-t2");
  const built = client.configure(link.preset, link.config, true);
  expect(useConfig.getState()).toMatchObject({ preset: "quick-t2", config: link.config });
  expect(statusOf(useRun.getState())).toBe("building");
  await built;
  expect(statusOf(useRun.getState())).toBe("ready");
  expect(asked).toEqual(expect.arrayContaining(["configure", "train", "probe"]));
});

test("a config that this GPU cannot run leaves what runs, and its settings as edits", async () => {
  const refuse = async () => {
    throw new RangeError("too large");
  };
  const { client } = connected();
  await client.configure("quick", config.config, false);
  const { client: refusing } = connected({ configure: refuse });
  const wanted = { ...config.config, layers: 9 };
  await refusing.configure("quick", wanted, true);
  expect(useRun.getState().problems).toEqual(["too large"]);
  expect(useRun.getState().summary).toBe(summary);
  expect(useConfig.getState()).toMatchObject({ config: config.config, draft: wanted, asked: null });
});

test("the default preset takes the place of a link that cannot run, or nothing can", async () => {
  const only = async (asked: { layers: number }) => {
    if (asked.layers !== config.config.layers) throw new RangeError("too large");
    return summary;
  };
  const { client } = connected({ configure: only });
  await client.configure("quick", { ...config.config, layers: 9 }, true);
  expect(useConfig.getState().config).toEqual(config.config);
  expect(useRun.getState().problems.join()).toMatch(/too large.*the default preset runs instead/);

  useRun.setState(stores, true);
  const none = connected({ configure: () => Promise.reject(new RangeError("nothing fits")) });
  await none.client.configure("quick", config.config, true);
  expect(useRun.getState().unavailable).toBe("nothing fits");
});

test("without a GPU it is said why; one that was lost keeps the way back", async () => {
  const missing = new Fault({ kind: "unavailable", what: "no adapter" });
  const { client } = connected({ configure: () => Promise.reject(missing), resume: () => Promise.reject(missing) });
  await client.configure("quick", config.config, true);
  expect(statusOf(useRun.getState())).toBe("unavailable");

  useRun.setState({ ...stores, summary }, true);
  await client.resume();
  expect(statusOf(useRun.getState())).toBe("lost");
  expect(useRun.getState().lost).toEqual({ device: 1, reason: "no adapter" });
});

test("after a lost device the run goes on, with a lighter load where that is asked for", async () => {
  const { client, tell } = connected();
  await client.configure("quick", config.config, true);
  tell({ type: "lost", reason: "driver", device: 1 });
  expect(statusOf(useRun.getState())).toBe("lost");
  await client.resume({ accumulate: 2 });
  expect(statusOf(useRun.getState())).toBe("ready");
  expect(useConfig.getState()).toMatchObject({ config: { accumulate: 2 }, draft: { accumulate: 2 } });
});

test("a kept run is gone on with, its history too, or offered again", async () => {
  const head: RunHead = {
    id: "a",
    link: "preset=quick-t2",
    step: 7,
    kept: 0,
    trained: 0,
    metrics: null,
    bytes: 0,
  };
  const { client, asked } = connected();
  await client.reopen(head, true);
  expect(useRun.getState()).toMatchObject({ step: 7, history: { steps: [7] }, offer: null });
  expect(useConfig.getState().preset).toBe("quick-t2");
  expect(asked).toContain("train");

  const gone = connected({ reopen: () => Promise.reject(new Error("no longer kept")), runs: async () => [head] });
  await gone.client.offerRun();
  await gone.client.reopen(head, true);
  expect(useRun.getState()).toMatchObject({ offer: head, runs: [head], problems: ["no longer kept"] });
  await gone.client.forget("a");
  expect(useRun.getState()).toMatchObject({ offer: null, runs: [] });
});

test("what is told of a run after another has begun is passed over", async () => {
  const { client, tell } = connected();
  await client.configure("quick", config.config, false);
  tell({ type: "running", running: true, step: 5, finished: false }, "another");
  expect(useRun.getState()).toMatchObject({ running: false, step: 0 });
  tell({ type: "running", running: true, step: 5, finished: false });
  expect(useRun.getState()).toMatchObject({ running: true, step: 5 });
  await client.reset();
  expect(useRun.getState()).toMatchObject({ running: false, step: 0, summary: { run: "second" } });
});

test("a run that is at its end goes on with another end", async () => {
  const resumed: unknown[] = [];
  const { client, asked, tell } = connected({
    resume: async (change) => {
      resumed.push(change);
      return { ...summary, finished: false };
    },
  });
  await client.configure("quick", config.config, false);
  expect(useRun.getState().summary?.finished).toBe(false);
  tell({ type: "running", running: false, step: 5, finished: true });
  expect(useRun.getState().summary?.finished).toBe(true);
  await client.trainOn({ patience: 0 });
  expect(resumed).toEqual([{ patience: 0 }]);
  expect(asked.at(-1)).toBe("train");
  expect(useRun.getState().summary?.finished).toBe(false);
});

test("a run that was at its end when it was opened is at none once it is reset", async () => {
  const { client } = connected({ configure: async () => ({ ...summary, finished: true }) });
  await client.configure("quick", config.config, false);
  expect(useRun.getState().summary?.finished).toBe(true);
  await client.reset();
  expect(useRun.getState()).toMatchObject({ step: 0, summary: { run: "second", finished: false } });
});

test("a changed view is asked about, until that is stopped", async () => {
  const { client, asked } = connected();
  await client.configure("quick", config.config, false);
  const settled = () => new Promise((resolve) => setTimeout(resolve));
  await settled();
  const before = asked.filter((name) => name === "probe").length;
  const stop = client.looking.followView();
  useView.getState().look({ rotate: 11 });
  await settled();
  expect(asked.filter((name) => name === "probe")).toHaveLength(before + 1);
  stop();
  useView.getState().look({ rotate: 12 });
  await settled();
  expect(asked.filter((name) => name === "probe")).toHaveLength(before + 1);
});
