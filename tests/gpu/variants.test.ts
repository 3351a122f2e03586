import { expect, test } from "vitest";
import { type Contest, sizeClass, Variants } from "../../src/gpu/variants.ts";

const contest: Contest = {
  kernel: "product",
  shape: "8 x 8",
  names: ["small", "large"],
  fallback: { gpu: "small", cpu: "large" },
  trial: null,
};
const verdict = { winner: "large", milliseconds: { small: 2, large: 1 } };

test("what was never timed runs what is best on its kind of adapter, and is known to be open", () => {
  for (const [target, name] of [
    ["gpu", "small"],
    ["cpu", "large"],
  ] as const) {
    const variants = new Variants(target);
    expect(variants.pick(contest)).toBe(name);
    expect([...variants.open.values()]).toEqual([contest]);
  }
});

test("the winner runs, also in the next session, until it is forgotten", () => {
  const variants = new Variants("gpu");
  variants.pick(contest);
  variants.decide(contest, verdict);
  expect(variants.pick(contest)).toBe("large");
  expect(variants.open.size).toBe(0);
  const next = new Variants("gpu", JSON.parse(JSON.stringify(variants.verdicts)));
  expect(next.pick(contest)).toBe("large");
  next.forget();
  expect(next.pick(contest)).toBe("small");
});

test("a verdict on a variant that is gone does not count", () => {
  const variants = new Variants("gpu", { "product 8 x 8": { winner: "huge", milliseconds: {} } });
  expect(variants.pick(contest)).toBe("small");
  expect(variants.open.size).toBe(1);
});

test("a trial forces one variant and leaves the rest", () => {
  const other = { ...contest, shape: "16 x 16" };
  const forced = new Variants("gpu", { "product 16 x 16": verdict }).forcing(contest, "large");
  expect(forced.pick(contest)).toBe("large");
  expect(forced.pick(other)).toBe("large");
});

test("work on variants takes turns, also after a failure", async () => {
  const variants = new Variants("gpu");
  const order: number[] = [];
  const wait = (mark: number, milliseconds: number) => async () => {
    await new Promise((resolve) => setTimeout(resolve, milliseconds));
    order.push(mark);
    if (mark === 0) throw new Error("failed");
  };
  const all = await Promise.allSettled([variants.exclusively(wait(0, 20)), variants.exclusively(wait(1, 0))]);
  expect(order).toEqual([0, 1]);
  expect(all.map(({ status }) => status)).toEqual(["rejected", "fulfilled"]);
});

test("sizes of one octave are one class", () => {
  expect([1, 5, 8, 9, 320].map(sizeClass)).toEqual(["1", "8", "8", "16", "512"]);
});
