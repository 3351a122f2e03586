import { describe, expect, test } from "vitest";
import { parseLink } from "../../../src/config/link.ts";
import { movePoints } from "../../../src/lie/motion.ts";
import { testBatch, trainingBatch } from "../../../src/tasks/clouds/batch.ts";
import { drawMotion } from "../../../src/tasks/clouds/draw-motion.ts";
import { featureWidth, writeFeatures } from "../../../src/tasks/clouds/features.ts";
import { counted } from "../../../src/tasks/constellations/generate.ts";

const quick = parseLink("quick").config;
const paper = parseLink("paper").config;
const sizes = { square: 4, triangle: 3, pentagon: 5, L: 5 };
const names = paper.patterns.split(",") as (keyof typeof sizes)[];
const clouds = Array.from({ length: 400 }, (_, index) => counted.cloud(paper, "train", index));

describe("the published generator", () => {
  test("has 34 point slots, and as many points present as the labels say", () => {
    expect(counted.slots(paper)).toBe(34);
    for (const { mask, labels, points } of clouds.slice(0, 50)) {
      const expected = names.reduce((sum, name, k) => sum + (labels[k] as number) * sizes[name], 0);
      expect(mask.reduce((a, b) => a + b, 0)).toBe(expected);
      expect(points).toHaveLength(68);
    }
  });

  test("always shows at least one pattern, each present in half the clouds", () => {
    const mean = clouds.reduce((sum, { labels }) => sum + labels.reduce((a, b) => a + b, 0), 0) / clouds.length;
    expect(mean).toBeGreaterThan(3.7);
    expect(mean).toBeLessThan(4.3);
    expect(clouds.every(({ labels }) => labels.some((count) => count > 0))).toBe(true);
  });

  test("normalises by one minimum and maximum over all coordinates", () => {
    for (const { points } of clouds.slice(0, 50)) {
      expect(Math.min(...points)).toBeCloseTo(-1, 5);
      expect(Math.max(...points)).toBeCloseTo(1, 5);
    }
  });

  test("spreads polygons three times as far as L (the quirk): L averages -0.68, polygons 0.04", () => {
    const sums = { L: [0, 0], polygon: [0, 0] };
    for (const { points, pattern } of clouds) {
      pattern.forEach((which, k) => {
        const sum = names[which] === "L" ? sums.L : sums.polygon;
        sum[0] = (sum[0] as number) + (points[2 * k] as number) + (points[2 * k + 1] as number);
        sum[1] = (sum[1] as number) + 2;
      });
    }
    expect((sums.L[0] as number) / (sums.L[1] as number)).toBeCloseTo(-0.68, 1);
    expect((sums.polygon[0] as number) / (sums.polygon[1] as number)).toBeCloseTo(0.04, 1);
  });

  test("clean leaves the quirk out", () => {
    const clean = { ...paper, generator: "clean" as const };
    let sum = 0;
    let count = 0;
    for (let index = 0; index < 200; index++) {
      const { points, pattern } = counted.cloud(clean, "train", index);
      pattern.forEach((which, k) => {
        if (names[which] !== "L") return;
        sum += (points[2 * k] as number) + (points[2 * k + 1] as number);
        count += 2;
      });
    }
    expect(Math.abs(sum / count)).toBeLessThan(0.15);
  });
});

test("test clouds are not training clouds, and both come back the same", () => {
  expect(counted.cloud(quick, "train", 0).points).not.toEqual(counted.cloud(quick, "test", 0).points);
  expect(counted.cloud(quick, "test", 3)).toEqual(counted.cloud(quick, "test", 3));
  const batch = (step: number) => trainingBatch(quick, step).inputs(quick);
  expect(batch(4)).toEqual(batch(4));
  expect(batch(4).points).not.toEqual(batch(5).points);
});

test("pentagon and L have five points each, so that counting points is not enough", () => {
  expect(counted.slots(quick)).toBe(10);
});

test("the moved test sets hold the same clouds, moved rigidly, with the same answers", () => {
  const D = testBatch(quick, "D", 0, 8).inputs(quick) as Record<"points" | "mask" | "labels", Float32Array>;
  for (const set of ["T2", "SE2"] as const) {
    const moved = testBatch(quick, set, 0, 8).inputs(quick) as typeof D;
    expect(moved.labels).toEqual(D.labels);
    expect(moved.mask).toEqual(D.mask);
    expect(moved.points).not.toEqual(D.points);
    const distance = (points: Float32Array, i: number, j: number) =>
      Math.hypot(
        (points[2 * i] as number) - (points[2 * j] as number),
        (points[2 * i + 1] as number) - (points[2 * j + 1] as number),
      );
    for (let k = 1; k < 10; k++) expect(distance(moved.points, 0, k)).toBeCloseTo(distance(D.points, 0, k), 5);
  }
});

describe("point features", () => {
  const kinds = ["constant", "distances", "moments"] as const;
  const cloud = clouds[0] as (typeof clouds)[number];

  test.each(kinds)("%s do not change under a motion", (features) => {
    const config = { ...paper, features };
    const size = 34 * featureWidth(config);
    const before = new Float32Array(size);
    const after = new Float32Array(size);
    writeFeatures(config, cloud.points, cloud.mask, before);
    writeFeatures(config, movePoints(cloud.points, drawMotion("SE2", 1, "test", 0), 2), cloud.mask, after);
    before.forEach((value, k) => {
      expect(after[k]).toBeCloseTo(value, 4);
    });
  });

  test("distances are 33 numbers in falling order, as published", () => {
    const config = { ...paper, features: "distances" as const };
    expect(featureWidth(config)).toBe(33);
    const target = new Float32Array(34 * 33);
    writeFeatures(config, cloud.points, cloud.mask, target);
    const row = target.subarray(0, 33);
    expect(Array.from(row)).toEqual(Array.from(row).sort((a, b) => b - a));
  });

  test("an absent point changes no feature of the others", () => {
    for (const features of kinds) {
      const config = { ...paper, features };
      const width = featureWidth(config);
      const absent = cloud.mask.indexOf(0);
      const elsewhere = Float32Array.from(cloud.points);
      elsewhere.set([50, -50], 2 * absent);
      const [before, after] = [new Float32Array(34 * width), new Float32Array(34 * width)];
      writeFeatures(config, cloud.points, cloud.mask, before);
      writeFeatures(config, elsewhere, cloud.mask, after);
      for (let k = 0; k < before.length; k++) {
        if (Math.floor(k / width) !== absent) expect(after[k]).toBe(before[k]);
      }
    }
  });
});
