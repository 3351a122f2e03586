import { describe, expect, test } from "vitest";
import { parseLink } from "../../../src/config/link.ts";
import { RandomStream } from "../../../src/random/random-stream.ts";
import { testBatch, trainingBatch } from "../../../src/tasks/clouds/batch.ts";
import { scans, seenFrom } from "../../../src/tasks/scans/generate.ts";
import { solidNames, solids } from "../../../src/tasks/scans/solids.ts";
import { box, drawSurface, type Point, ring, torus } from "../../../src/tasks/scans/surface.ts";

const { config } = parseLink("preset=scans-quick");
const COUNT = 4000;
/** Four standard deviations of a share of so many draws. */
const NEAR = 4 * Math.sqrt(0.25 / COUNT);
const shareOf = (points: readonly Point[], within: (p: Point) => boolean) =>
  points.filter(within).length / points.length;
const random = (purpose: string) => new RandomStream(0, purpose);

describe("points of a surface are uniform by area", () => {
  test("on a disc and on a cone's side, as the square of the radius", () => {
    for (const top of [0, 1.5]) {
      const points = drawSurface([ring([2, 0], [0, top])], COUNT, random("disc"));
      expect(Math.abs(shareOf(points, ([x, y]) => Math.hypot(x, y) < 1) - 1 / 4)).toBeLessThan(NEAR);
      for (const [x, y, z] of points) expect(z).toBeCloseTo(top * (1 - Math.hypot(x, y) / 2), 10);
    }
  });

  test("on a cylinder's side, along its height", () => {
    const points = drawSurface([ring([0.5, 1], [0.5, 3])], COUNT, random("cylinder"));
    for (const [x, y] of points) expect(Math.hypot(x, y)).toBeCloseTo(0.5, 10);
    expect(Math.abs(shareOf(points, ([, , z]) => z < 1.5) - 1 / 4)).toBeLessThan(NEAR);
  });

  test("on a torus, more outside the middle of its tube than inside", () => {
    const [major, minor] = [0.8, 0.3];
    const points = drawSurface([torus(major, minor)], COUNT, random("torus"));
    for (const [x, y, z] of points) expect(Math.hypot(Math.hypot(x, y) - major, z)).toBeCloseTo(minor, 10);
    // Half of (R + r cos v) dv over the half of the tube where cos v > 0.
    const outside = 1 / 2 + minor / (Math.PI * major);
    expect(Math.abs(shareOf(points, ([x, y]) => Math.hypot(x, y) > major) - outside)).toBeLessThan(NEAR);
  });

  test("on a box, each face by its own", () => {
    const points = drawSurface(box([0, 0, 0], [1, 2, 3]), COUNT, random("box"));
    expect(Math.abs(shareOf(points, ([, , z]) => z === 0) - 2 / 22)).toBeLessThan(NEAR);
    expect(Math.abs(shareOf(points, ([x]) => x === 0 || x === 1) - 12 / 22)).toBeLessThan(NEAR);
  });
});

describe("a scan", () => {
  test.each(solidNames)("of a %s stands on the ground, within arm's reach", (name) => {
    for (let k = 0; k < 20; k++) {
      const patches = solids[name](new RandomStream(1, name, k));
      const points = drawSurface(patches, 500, random(name));
      const heights = points.map(([, , z]) => z);
      if (name !== "torus") expect(Math.min(...heights)).toBeGreaterThanOrEqual(0);
      expect(Math.max(...points.map((p) => Math.hypot(...p)))).toBeLessThan(2.6);
    }
  });

  test("sees what lies on one side of a plane", () => {
    const points = drawSurface([torus(1, 0.3)], 300, random("seen"));
    const seen = seenFrom([0.6, 0, 0.8], points, 100);
    const depth = ([x, , z]: Point) => 0.6 * x + 0.8 * z;
    expect(seen).toHaveLength(100);
    const nearest = Math.min(...seen.map(depth));
    expect(points.filter((p) => depth(p) >= nearest)).toHaveLength(100);
  });

  test("lies about its middle, of radius one, and is the same whenever it is drawn", () => {
    for (let index = 0; index < 20; index++) {
      const { points, mask, labels } = scans.cloud(config, "train", index);
      expect(scans.cloud(config, "train", index).points).toEqual(points);
      expect([points.length, mask.length]).toEqual([3 * config.scanned, config.scanned]);
      const places = Array.from(mask, (_, k) => points.subarray(3 * k, 3 * k + 3));
      for (const axis of [0, 1, 2]) {
        expect(places.reduce((sum, p) => sum + (p[axis] as number), 0) / places.length).toBeCloseTo(0, 5);
      }
      expect(Math.max(...places.map((p) => Math.hypot(...p)))).toBeCloseTo(1, 5);
      expect(labels[0]).toBeLessThan(solidNames.length);
    }
    const drawn = new Set(Array.from({ length: 200 }, (_, k) => scans.cloud(config, "train", k).labels[0]));
    expect(drawn.size).toBe(solidNames.length);
  });

  test("stands upright while it is learned from, and is turned about its middle in one of two tests", () => {
    const pointsOf = (examples: ReturnType<typeof trainingBatch>) => examples.inputs(config).points as Float32Array;
    const fromMiddle = (points: Float32Array) =>
      Array.from({ length: points.length / 3 }, (_, k) => Math.hypot(...points.subarray(3 * k, 3 * k + 3)));
    const given = pointsOf(testBatch(config, "D", 0, 4));
    const turned = pointsOf(testBatch(config, "SO3", 0, 4));
    expect(turned).not.toEqual(given);
    const [before, after] = [fromMiddle(given), fromMiddle(turned)];
    before.forEach((radius, k) => {
      expect(after[k]).toBeCloseTo(radius, 5);
    });
    expect(pointsOf(trainingBatch(config, 0)).slice(0, 3 * config.scanned)).toEqual(
      scans.cloud(config, "train", 0).points,
    );
  });
});
