import { expect, test } from "vitest";
import { parseLink } from "../../../src/config/link.ts";
import type { Config } from "../../../src/config/schema.ts";
import { type Motion, moveState, rigidMotion } from "../../../src/lie/motion.ts";
import { compare, meanError } from "../../../src/tasks/particles/comparison.ts";
import { placed, testSystem } from "../../../src/tasks/particles/roll-out.ts";
import { energyOf, kineticEnergyOf } from "../../../src/tasks/particles/systems.ts";
import { trueMotion } from "../../../src/tasks/particles/truth.ts";

const { config } = parseLink("springs-quick");
const turn: Motion = rigidMotion([Math.cos(0.4), 0, 0, Math.sin(0.4)], [0.7, -0.2, 0]);

test.each<Partial<Config>>([{ system: "springs" }, { system: "gravity", dimension: 3 }, { system: "charges" }])(
  "of %o, the true motion foresees itself, and moves with its start",
  (change) => {
    const { system, start } = testSystem({ ...config, ...change }, 4);
    const dimension = system.dimension as 2 | 3;
    const truth = trueMotion(system, moveState(start, turn, dimension), 0, 50);
    const carried = trueMotion(system, start, 0, 50).map((state) => moveState(state, turn, dimension));
    const potential = truth.map((state) => energyOf(system, state) - kineticEnergyOf(system, state));
    const found = compare(system, truth, { predicted: truth, carried, potential });
    expect(Math.max(...found.error)).toBe(0);
    expect(Math.max(...found.change)).toBeLessThan(1e-9);
    expect(found.momentumDrift).toBeLessThan(1e-9);
    expect(found.learnedEnergyDrift).toBeCloseTo(found.energyDrift, 9);
    // Close encounters cost the 3/8 rule some energy.
    expect(found.energyDrift).toBeLessThan(0.03);
  },
);

test("what is off is measured: error by state, drifts by their first state, a change that is no motion's", () => {
  const { system, start } = testSystem(config, 0);
  const truth = trueMotion(system, start, 0, 10);
  const half = start.length / 2;
  // Momentum grows: particle 1 is pushed along x by 0.1 a state.
  const predicted = truth.map((state, t) => {
    const pushed = state.slice();
    pushed[half] = (pushed[half] as number) + 0.1 * t;
    return pushed;
  });
  const found = compare(system, truth, { predicted, carried: truth, potential: null });
  found.error.forEach((error, t) => {
    expect(error).toBeCloseTo((0.1 * t) ** 2 / start.length, 12);
  });
  expect(meanError(found, 3)).toBeCloseTo((0.1 ** 2 + 0.2 ** 2) / 3 / start.length, 12);
  const speeds = system.masses.map((_, k) => Math.hypot(...start.subarray(half + 2 * k, half + 2 * k + 2)));
  expect(found.momentumDrift).toBeCloseTo(0.9 / speeds.reduce((a, b) => a + b), 6);
  expect(found.learnedEnergyDrift).toBeNull();
  expect(found.change[0]).toBe(0);
  expect(found.change[9]).toBeCloseTo(0.9 / Math.hypot(...(truth[9] as Float64Array)), 9);
});

test("starts that someone put elsewhere replace positions, and nothing else", () => {
  const { start } = testSystem(config, 2);
  const changed = placed(start, [{ particle: 2, at: [1, -1] }], 2);
  expect(Array.from(changed.subarray(2, 4))).toEqual([1, -1]);
  changed.set(start.subarray(2, 4), 2);
  expect(changed).toEqual(start);
});
