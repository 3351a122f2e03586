import { expect, test } from "vitest";
import { RandomStream } from "../../src/random/random-stream.ts";

const draws = (seed: number, purpose: string, step: number, count = 5) => {
  const random = new RandomStream(seed, purpose, step);
  return Array.from({ length: count }, () => random.uniform());
};

test("equal keys give equal draws; another seed, purpose or step gives others", () => {
  expect(draws(1, "a", 2)).toEqual(draws(1, "a", 2));
  for (const other of [draws(2, "a", 2), draws(1, "b", 2), draws(1, "a", 3)]) {
    expect(other).not.toEqual(draws(1, "a", 2));
  }
});

test("uniform and normal draws have the moments they should", () => {
  const random = new RandomStream(3, "moments");
  const count = 20_000;
  const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length;
  const uniform = Array.from({ length: count }, () => random.uniform());
  const normal = Array.from({ length: count }, () => random.normal());
  expect(mean(uniform)).toBeCloseTo(0.5, 1.5);
  expect(mean(uniform.map((u) => (u - 0.5) ** 2))).toBeCloseTo(1 / 12, 2);
  expect(mean(normal)).toBeCloseTo(0, 1.5);
  expect(mean(normal.map((z) => z * z))).toBeCloseTo(1, 1.2);
  expect(Math.min(...uniform)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...uniform)).toBeLessThan(1);
});

test("a shuffle keeps every item", () => {
  const items = Array.from({ length: 30 }, (_, k) => k);
  const shuffled = new RandomStream(4, "shuffle").shuffle([...items]);
  expect(shuffled).not.toEqual(items);
  expect([...shuffled].sort((a, b) => a - b)).toEqual(items);
});
