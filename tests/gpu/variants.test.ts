import { expect, test } from "vitest";
import { sizeClass, type Tunable, Variants } from "../../src/gpu/variants.ts";

const tunable: Tunable = {
  kernel: "product",
  shape: "8 x 8",
  names: ["small", "large"],
  fallback: { gpu: "small", cpu: "large" },
  workload: null,
};
const measurement = { winner: "large", milliseconds: { small: 2, large: 1 } };

test("what was never timed runs what is best on its kind of adapter, and is known to be open", () => {
  for (const [target, name] of [
    ["gpu", "small"],
    ["cpu", "large"],
  ] as const) {
    const variants = new Variants(target);
    expect(variants.pick(tunable)).toBe(name);
    expect([...variants.open.values()]).toEqual([tunable]);
  }
});

test("the winner runs, also in the next session, until it is forgotten", () => {
  const variants = new Variants("gpu");
  variants.pick(tunable);
  variants.decide(tunable, measurement);
  expect(variants.pick(tunable)).toBe("large");
  expect(variants.open.size).toBe(0);
  const next = new Variants("gpu", JSON.parse(JSON.stringify(variants.measurements)));
  expect(next.pick(tunable)).toBe("large");
  next.forget();
  expect(next.pick(tunable)).toBe("small");
});

test("a measurement on a variant that is gone does not count", () => {
  const variants = new Variants("gpu", { "product 8 x 8": { winner: "huge", milliseconds: {} } });
  expect(variants.pick(tunable)).toBe("small");
  expect(variants.open.size).toBe(1);
});

test("forcing one variant leaves the rest", () => {
  const other = { ...tunable, shape: "16 x 16" };
  const forced = new Variants("gpu", { "product 16 x 16": measurement }).forcing(tunable, "large");
  expect(forced.pick(tunable)).toBe("large");
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
