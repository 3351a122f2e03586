import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import { parseLink } from "../../../src/config/link.ts";
import { openBadges } from "../../../src/data/badges.ts";
import type { DataFiles } from "../../../src/data/data-files.ts";
import { onSphere, openEarthquakes, openedEarthquakes } from "../../../src/data/earthquakes.ts";
import { sequenceBatch } from "../../../src/tasks/events/batch.ts";
import { correlation } from "../../../src/tasks/events/recovered.ts";
import { renewalOdds, trueKernel } from "../../../src/tasks/events/renewal.ts";
import { sourceOf } from "../../../src/tasks/events/source.ts";

const disk: DataFiles = { read: async (name) => Uint8Array.from(readFileSync(`public/${name}`)) };

beforeAll(async () => {
  await openBadges(disk);
  await openEarthquakes(disk);
});

describe.each(["gap-clock", "renewal", "badges", "earthquakes"] as const)("%s", (events) => {
  const config = parseLink(`preset=gap-clock&events=${events}&history=20&asked=event`).config;
  const draw = (purpose: string, index: number) => sourceOf(config).sequence(config, purpose, index);

  test("has times that never fall and kinds that have names, the same for equal arguments", () => {
    for (let index = 0; index < 30; index++) {
      const sequence = draw("train", index);
      const { types, times, from } = sequence;
      expect(types.length).toBe(times.length);
      expect(types.length).toBeLessThanOrEqual(config.history + 1);
      expect(from).toBeLessThan(types.length);
      expect(times.every((time, k) => k === 0 || time >= (times[k - 1] as number))).toBe(true);
      expect(types.every((type) => sourceOf(config).names()[type] !== undefined)).toBe(true);
      expect(draw("train", index)).toEqual(sequence);
    }
    expect(draw("test", 0)).not.toEqual(draw("validation", 0));
  });

  test("shifts with its clock, and asks at the next event's time where it is told when", () => {
    const sequence = draw("test", 1);
    const [given, shifted] = [sequenceBatch(config, [sequence]), sequenceBatch(config, [sequence], 7)];
    for (const name of ["times", "query"]) {
      given[name]?.forEach((time, k) => {
        if (given.mask?.[k] === 1) expect(shifted[name]?.[k]).toBeCloseTo(time + 7, 3);
      });
    }
    const told = sequenceBatch({ ...config, asked: "next" }, [sequence]);
    expect(told.query?.[3]).toBeCloseTo(sequence.times[4] as number, 4);
    expect(given.labels?.[3]).toBe(sequence.types[4]);
  });
});

test("users of badges are for one purpose each", () => {
  const config = parseLink("preset=badges&tests=100").config;
  const all = (purpose: string) =>
    Array.from({ length: 100 }, (_, k) => JSON.stringify(sourceOf(config).sequence(config, purpose, k)));
  const validation = new Set(all("validation"));
  expect(all("test").filter((one) => validation.has(one))).toEqual([]);
});

test("days of the week's earthquakes are for one purpose each, and each has a place and a frame", () => {
  const config = parseLink("preset=earthquakes").config;
  expect(openedEarthquakes()).toHaveLength(1679);
  const placesFor = (purpose: string) =>
    Array.from({ length: config.tests }, (_, k) => sourceOf(config).sequence(config, purpose, k)).flatMap(
      ({ places, frames, types }) => {
        expect(places).toHaveLength(types.length);
        expect(frames).toHaveLength(types.length);
        for (const place of places ?? []) expect(Math.hypot(...place)).toBeCloseTo(1, 9);
        return (places ?? []).map((place) => place.join());
      },
    );
  const learned = new Set(placesFor("train"));
  const validated = new Set(placesFor("validation"));
  const asked = new Set(placesFor("test"));
  // Geysers shake again and again, so some places come twice.
  const shared = (a: Set<string>, b: Set<string>) => [...a].filter((place) => b.has(place)).length / a.size;
  expect(shared(asked, learned)).toBeLessThan(0.1);
  expect(shared(asked, validated)).toBeLessThan(0.1);
  expect(onSphere(90, 0)[1]).toBeCloseTo(1, 12);
  expect(onSphere(12, 90)[2]).toBeCloseTo(1, 12);
});

test("kinds of a renewal process come back by its kernel", () => {
  expect(trueKernel(3) - trueKernel(0)).toBeCloseTo(0, 9);
  expect(trueKernel(0)).toBeGreaterThan(trueKernel(0.4));
  // One day after the first, half a day after the second.
  const [first, second] = renewalOdds([0, 1], [0, 0.5], 1) as [number, number];
  expect(first / second).toBeCloseTo(Math.exp(trueKernel(1) - trueKernel(0.5)), 6);
});

test("correlation is of shapes, whatever their size and height", () => {
  expect(correlation([1, 2, 4], [30, 50, 90])).toBeCloseTo(1, 9);
  expect(correlation([1, 2, 4], [-1, -2, -4])).toBeCloseTo(-1, 9);
  expect(correlation([1, 1, 1], [1, 2, 3])).toBe(0);
});
