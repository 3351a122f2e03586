import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parseLink } from "../../../src/config/link.ts";
import type { DataFiles } from "../../../src/data/data-files.ts";
import { readSeparated } from "../../../src/readers/separated.ts";
import { labelled, settingsOf, splitOf } from "../../../src/tasks/classification/labelled.ts";
import { fitted, openedSet, openSet, setColumns, setOf, setText } from "../../../src/tasks/classification/set.ts";
import { classification } from "../../../src/tasks/classification/task.ts";

const files: DataFiles = { read: async (name) => Uint8Array.from(readFileSync(`public/${name}`)) };
const { config } = parseLink("outlines");

/** A set of a table's text. */
function read(text: string) {
  const table = readSeparated(text);
  const columns = setColumns(table, 2);
  if (!columns) throw new Error("there are no columns of a set");
  return setOf("any", table, columns);
}

describe("a set of labelled clouds", () => {
  test("that comes with the page is what its preset says", async () => {
    const set = await openSet(config.set, files);
    expect(set.kinds).toEqual(["circle", "square", "triangle"]);
    expect(settingsOf(set)).toEqual({
      set: config.set,
      space: 2,
      slots: config.slots,
      kinds: config.kinds,
      tests: config.tests,
    });
  });

  test("reads back from its text, fitted about the middle of each cloud", () => {
    const set = fitted(read("id,class,x,y\na,1,0,0\na,1,2,0\nb,2,5,5\nb,2,5,9\nc,1,1,1\nd,2,0,3\n"));
    const again = read(setText(set));
    expect(again.clouds).toEqual(set.clouds);
    for (const { points } of set.clouds) {
      for (const axis of [0, 1]) expect(points.reduce((sum, p) => sum + (p[axis] as number), 0)).toBeCloseTo(0);
    }
    expect(Math.max(...set.clouds.flatMap(({ points }) => points.map((p) => Math.hypot(...p))))).toBeCloseTo(1);
  });

  test.each([
    ["cloud,label,x,y\na,1,0,0\na,2,0,1\n", "called both 1 and 2"],
    ["cloud,label,x,y\na,1,0,0\nb,1,0,1\n", "all its clouds are of one kind"],
    ["cloud,label,x,y\na,1,0,0\nb,2,0,1\n", "two of each are the least"],
  ])("that is none is refused: %#", (text, told) => {
    expect(() => read(text)).toThrow(told);
  });

  test("trains on each of its clouds once an epoch, and never on those for tests", async () => {
    const set = await openSet(config.set, files);
    const { train, test: tests } = splitOf(set);
    expect(new Set([...train, ...tests]).size).toBe(set.clouds.length);
    const pointsOf = (purpose: string, index: number) => String(labelled.cloud(config, purpose, index).points);
    const epoch = Array.from({ length: train.length }, (_, k) => pointsOf("train", k));
    expect(new Set(epoch).size).toBe(train.length);
    const held = new Set(Array.from({ length: tests.length }, (_, k) => pointsOf("test", k)));
    for (const points of epoch) expect(held.has(points)).toBe(false);
    expect(Array.from({ length: train.length }, (_, k) => pointsOf("train", train.length + k))).not.toEqual(epoch);
  });

  test("of which the settings say otherwise is refused in words, as is one that is not there", async () => {
    await expect(classification.open({ ...config, kinds: 4 }, files)).rejects.toThrow("has kinds=3, not 4");
    await expect(classification.open({ ...config, set: "data/none.csv" }, files)).rejects.toThrow();
    expect(() => openedSet("data/none.csv")).toThrow("has not been opened");
  });
});
