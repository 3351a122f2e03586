import { expect, test } from "vitest";
import { ProbePump } from "../../src/app/engine/probe-pump.ts";

/** A pump whose answers come when the test says so. */
function pumped() {
  const asked: number[] = [];
  const shown: string[] = [];
  const failed: unknown[] = [];
  const waiting: { resolve(answer: string | null): void; reject(error: unknown): void }[] = [];
  let now = 0;
  const pump = new ProbePump<number, string>(
    (request) => {
      asked.push(request);
      return new Promise((resolve, reject) => waiting.push({ resolve, reject }));
    },
    (answer) => shown.push(answer),
    (error) => failed.push(error),
    { every: 400, times: 4 },
    () => now,
  );
  const settle = async (act: (next: (typeof waiting)[number]) => void) => {
    act(waiting.shift() as (typeof waiting)[number]);
    await new Promise((resolve) => setTimeout(resolve));
  };
  return { pump, asked, shown, failed, settle, pass: (milliseconds: number) => (now += milliseconds) };
}

test("questions that come while one is under way collapse into the latest", async () => {
  const { pump, asked, shown, settle } = pumped();
  for (const request of [1, 2, 3, 4]) pump.want(request);
  expect(asked).toEqual([1]);
  await settle(({ resolve }) => resolve("one"));
  expect(asked).toEqual([1, 4]);
  await settle(({ resolve }) => resolve("four"));
  expect(shown).toEqual(["one", "four"]);
});

test("an answer that came too late is not shown, and a failure stops nothing that follows", async () => {
  const { pump, asked, shown, failed, settle } = pumped();
  pump.want(1);
  await settle(({ resolve }) => resolve(null));
  pump.want(2);
  await settle(({ reject }) => reject("lost"));
  pump.want(3);
  await settle(({ resolve }) => resolve("three"));
  expect(asked).toEqual([1, 2, 3]);
  expect(shown).toEqual(["three"]);
  expect(failed).toEqual(["lost"]);
});

test("a picture is due after a while, and after four times as long as an answer takes", async () => {
  const { pump, settle, pass } = pumped();
  pass(1000);
  expect(pump.isDue).toBe(true);
  pump.want(1);
  pass(300);
  await settle(({ resolve }) => resolve("one"));
  pass(1100);
  expect(pump.isDue).toBe(false);
  pass(101);
  expect(pump.isDue).toBe(true);
});
