import { beforeEach, expect, test } from "vitest";
import { emptyHistory } from "../../src/engine/history.ts";
import { type Run, runDatabase } from "../../src/engine/runs.ts";

const none = new Float32Array(1);
const snapshot = { last: { step: 1, parameters: none, moments: none }, best: null };

/** A run after some minutes of training, kept at a time. */
const run = (minutes: number, kept: number): Run => ({
  link: "preset=quick",
  step: minutes,
  kept,
  trained: 60_000 * minutes,
  snapshots: [snapshot, null],
  history: emptyHistory(),
});

/** What is kept, as another visit sees it. */
const ids = async () => (await runDatabase(() => {}).heads()).map(({ id }) => id);

beforeEach(async () => {
  const runs = runDatabase(() => {});
  for (const { id } of await runs.heads()) await runs.delete(id);
});

test("the newest run and those that took the longest are kept, however many short ones follow", async () => {
  const runs = runDatabase((reason) => expect.unreachable(reason));
  await runs.set("long", run(500, 1), null);
  for (let k = 2; k < 60; k++) await runs.set(`short ${k}`, run(k, k), null);
  const kept = await ids();
  expect(kept).toHaveLength(50);
  expect(kept.slice(0, 2)).toEqual(["short 59", "short 58"]);
  expect(kept.at(-1)).toBe("long");
  expect((await runDatabase(() => {}).get("long"))?.trained).toBe(30_000_000);
  expect(await runs.get("short 2")).toBeUndefined();
});

test("large runs leave room for fewer", async () => {
  const runs = runDatabase(() => {});
  const state = { step: 1, parameters: new Float32Array(2 ** 24 - 1), moments: none };
  const large = (kept: number): Run => ({ ...run(1, kept), snapshots: [{ last: state, best: null }] });
  for (let k = 1; k < 11; k++) await runs.set(`large ${k}`, large(k), null);
  expect(await ids()).toHaveLength(8);
});

test("a run takes the place of the one that it went on from", async () => {
  const runs = runDatabase(() => {});
  await runs.set("before", run(5, 1), null);
  await runs.set("after", run(6, 2), "before");
  expect(await ids()).toEqual(["after"]);
  await runs.delete("after");
  expect(await ids()).toEqual([]);
});

test("of many states of a run the last is kept, and nobody waits for those in between", async () => {
  const runs = runDatabase(() => {});
  const written = Array.from({ length: 20 }, (_, k) => runs.set("one", run(k, k), null));
  await Promise.all([...written, runs.set("other", run(3, 30), null)]);
  expect(await ids()).toEqual(["other", "one"]);
  expect((await runs.get("one"))?.step).toBe(19);
});

test("a run is among the kept ones from the moment that it is given, in the place of the one before", async () => {
  const runs = runDatabase(() => {});
  await runs.set("before", run(5, 1), null);
  const written = runs.set("after", run(6, 2), "before");
  expect((await runs.heads()).map(({ id }) => id)).toEqual(["after"]);
  expect((await runs.get("after"))?.step).toBe(6);
  await written;
  expect(await ids()).toEqual(["after"]);
});
