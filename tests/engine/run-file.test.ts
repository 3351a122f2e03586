import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { parseLink } from "../../src/config/link.ts";
import { comesTrained, defaultPreset, presets } from "../../src/config/presets.ts";
import { readRun, writeRun } from "../../src/engine/run-file.ts";
import type { Run } from "../../src/engine/runs.ts";
import { entrantsOf } from "../../src/tasks/entrants.ts";
import { taskOf } from "../../src/tasks/registry.ts";

const checkpoint = (step: number) => ({
  step,
  parameters: Float32Array.of(1, -2.5, 1e-30),
  moments: Float32Array.of(0, 1, 2, 3, 4, 5),
});
const run: Run = {
  link: "v=1&preset=quick&seed=3",
  step: 20,
  kept: 1_764_000_000_000,
  trained: 1234.5,
  snapshots: [{ last: checkpoint(20), best: { score: 0.75, checkpoint: checkpoint(10) } }, null],
  history: {
    steps: [19, 20],
    losses: [
      [0.5, null],
      [0.25, 1],
    ],
    metrics: [{ step: 20, metrics: [{ D: 0.75 }, null] }],
  },
};

test("a run comes back from its file as it was", () => {
  expect(readRun(writeRun(run, { resumable: true }))).toEqual(run);
});

test("a run to look at is without the optimiser's state and the best parameters", () => {
  const file = writeRun(run, { resumable: false });
  expect(file.length).toBeLessThan(writeRun(run, { resumable: true }).length);
  const [first, second] = readRun(file).snapshots;
  expect(first).toEqual({ last: { ...checkpoint(20), moments: new Float32Array(6) }, best: null });
  expect(second).toBeNull();
});

test("a file that is damaged is refused in words, or read as a run", () => {
  const file = writeRun(run, { resumable: true });
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(file.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 }),
      fc.nat(file.length),
      (changes, cut) => {
        const broken = file.slice(0, cut % 3 === 0 ? cut : file.length);
        for (const [place, value] of changes) if (place < broken.length) broken[place] = value;
        try {
          expect(readRun(broken).snapshots).toHaveLength(2);
        } catch (error) {
          expect((error as Error).message).toMatch(/^(this|tensor|the file) /);
        }
      },
    ),
    { numRuns: 10_000 },
  );
});

const trained = Object.entries(presets).filter(([, preset]) => preset.trained);

test.each(trained)("the trained networks of %s are those of its settings", (name, { config }) => {
  const kept = readRun(new Uint8Array(readFileSync(`public/trained/${name}.safetensors`)));
  const link = parseLink(kept.link);
  expect(link.problems).toEqual([]);
  expect(comesTrained(link.preset, link.config)).toBe(true);
  expect(link.config).toEqual(config);
  expect(kept.step).toBe(config.steps);
  const sizes = entrantsOf(config).map((own) => taskOf(own).parameterLayout(own).size);
  expect(kept.snapshots.map((snapshot) => snapshot?.last.parameters.length)).toEqual(sizes);
  for (const snapshot of kept.snapshots) expect(snapshot?.last.parameters.every(Number.isFinite)).toBe(true);
});

test("an empty address opens a preset that comes trained", () => {
  const { preset, config } = parseLink("");
  expect(preset).toBe(defaultPreset);
  expect(comesTrained(preset, config)).toBe(true);
});
