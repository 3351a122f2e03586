import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";

const MINUTES = 60_000;

const run = (name: string, ...options: string[]) =>
  spawnSync(process.execPath, ["scripts/run-cli.mjs", name, ...options], { encoding: "utf8", timeout: 10 * MINUTES });

const train = (...options: string[]) => {
  const { stdout, stderr, status } = run("train", ...options, "--json");
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout.trim().split("\n").at(-1) as string);
};

describe("train", () => {
  test(
    "learns the quick preset to 0.95 on rotated clouds, where the Set Transformer stays at least 0.15 behind",
    () => {
      const lie = train("quick");
      expect(lie.accuracy.SE2).toBeGreaterThanOrEqual(0.95);
      const baseline = train("preset=quick&model=set-transformer");
      expect(baseline.parameters / lie.parameters).toBeGreaterThan(0.8);
      expect(baseline.accuracy.D).toBeGreaterThan(0.9);
      expect(baseline.accuracy.SE2).toBeLessThan(lie.accuracy.SE2 - 0.15);
    },
    12 * MINUTES,
  );

  test(
    "stops after the steps it is given, takes a seed and writes the weights",
    () => {
      const file = join(mkdtempSync(join(tmpdir(), "weights-")), "model.safetensors");
      const result = train("preset=quick&layers=1", "--steps", "3", "--seed", "5", "--out", file);
      expect(result).toMatchObject({ steps: 3 });
      expect(Object.keys(result).sort()).toEqual(["accuracy", "adapter", "loss", "parameters", "seconds", "steps"]);
      const bytes = readFileSync(file);
      const header = JSON.parse(bytes.subarray(8, 8 + Number(bytes.readBigUInt64LE(0))).toString());
      expect(header["embed.weight"].shape).toEqual([32, 1]);
      expect(header.__metadata__.config).toContain("seed=5");
    },
    2 * MINUTES,
  );

  test(
    "refuses a number out of range and an unknown option in one line each",
    () => {
      const { status, stderr } = run("train", "quick", "--steps", "-3");
      expect(status).not.toBe(0);
      expect(stderr).toContain("steps must be a whole number");
      expect(run("train", "quick", "--speed", "9").stderr).toContain("speed");
    },
    MINUTES,
  );
});

describe("reference", () => {
  test(
    "passes every golden case it knows on a second WebGPU implementation, and names those it skips",
    () => {
      const { stdout, status } = run("reference", "tests/reference");
      const failed = stdout.split("\n").filter((line) => line.startsWith("failed"));
      expect(failed).toEqual([]);
      expect(status).toBe(0);
      const [, passed] = stdout.match(/(\d+) passed, 0 failed, \d+ skipped/) as RegExpMatchArray;
      expect(Number(passed)).toBeGreaterThanOrEqual(73);
    },
    8 * MINUTES,
  );
});
