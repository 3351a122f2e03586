import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import { parseLink } from "../../../src/config/link.ts";
import { openAir } from "../../../src/data/air.ts";
import type { DataFiles } from "../../../src/data/data-files.ts";
import { filledBy } from "../../../src/tasks/air/baselines.ts";
import { drawWindow, MEASUREMENTS, standardAir } from "../../../src/tasks/air/data.ts";
import { STATIONS } from "../../../src/tasks/air/network.ts";

const disk: DataFiles = { read: async (name) => Uint8Array.from(readFileSync(`public/${name}`)) };
const { config } = parseLink("preset=air-quick&hours=48&tests=6");

beforeAll(() => openAir(disk));

describe("windows", () => {
  test("hide what was measured, about as much as they say, and no test hour is learned from", () => {
    const { testFrom, validFrom } = standardAir();
    for (const [how, share] of [
      ["points", 0.1],
      ["blocks", 0.2],
    ] as const) {
      const { observed, hidden, first } = drawWindow(config, "test", how, 2);
      const count = (values: Float32Array) => values.reduce((sum, value) => sum + value, 0);
      expect(hidden.every((one, k) => one <= (observed[k] as number))).toBe(true);
      expect(count(hidden) / count(observed)).toBeGreaterThan(share - 0.03);
      expect(count(hidden) / count(observed)).toBeLessThan(share + 0.03);
      expect(first).toBeGreaterThanOrEqual(testFrom);
    }
    for (let k = 0; k < 50; k++) {
      expect(drawWindow(config, "train", null, k).first + config.hours).toBeLessThanOrEqual(validFrom);
    }
  });

  test("training measurements have mean zero and deviation one", () => {
    const { values, observed, validFrom } = standardAir();
    for (let m = 0; m < MEASUREMENTS; m++) {
      const own = Array.from(values.subarray(0, validFrom * STATIONS * MEASUREMENTS)).filter(
        (_, k) => k % MEASUREMENTS === m && observed[k] === 1,
      );
      const mean = own.reduce((sum, value) => sum + value, 0) / own.length;
      expect(mean).toBeCloseTo(0, 3);
      expect(own.reduce((sum, value) => sum + (value - mean) ** 2, 0) / own.length).toBeCloseTo(1, 3);
    }
  });
});

test("a line in time goes through the hours around, and ends at the last that is told", () => {
  const row = STATIONS * MEASUREMENTS;
  const values = new Float32Array(4 * row);
  [1, 9, 9, 4].forEach((value, hour) => {
    values[hour * row] = value;
  });
  const hidden = new Float32Array(4 * row);
  hidden[row] = 1;
  hidden[2 * row] = 1;
  const window = { first: 0, values, observed: new Float32Array(4 * row).fill(1), hidden };
  const { time, gap } = filledBy(window, standardAir().places);
  expect([gap[0], gap[row], gap[2 * row], gap[3 * row]]).toEqual([0, 1, 1, 0]);
  expect([time[0], time[row], time[2 * row], time[3 * row]]).toEqual([1, 2, 3, 4]);
  hidden[3 * row] = 1;
  const held = filledBy({ ...window, hidden }, standardAir().places);
  expect([held.time[3 * row], held.gap[3 * row]]).toEqual([1, 3]);
});
