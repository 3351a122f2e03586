import { expect, test } from "vitest";
import { presets } from "../../../src/config/presets.ts";
import { departures } from "../../../src/tasks/nbody/batch.ts";
import { ChargedSystems, drawCharged } from "../../../src/tasks/nbody/data.ts";
import { chargedEnergy, chargedTrajectory, published } from "../../../src/tasks/nbody/simulate.ts";

const config = presets["nbody-quick"]?.config as NonNullable<(typeof presets)[string]>["config"];

test("systems are drawn again the same, and others for another purpose or seed", () => {
  expect(drawCharged(config, "test", 3)).toEqual(drawCharged(config, "test", 3));
  const other = drawCharged(config, "validation", 3);
  expect(other.start.positions).not.toEqual(drawCharged(config, "test", 3).start.positions);
  expect(drawCharged({ ...config, seed: 1 }, "test", 3).charges).toHaveLength(5);
});

test("constant velocity is as far off as it is published to be, .069 and .261", () => {
  const systems = Array.from({ length: 1500 }, (_, k) => departures(config, drawCharged(config, "test", k)));
  const meanSquare = (velocity: boolean) => {
    const own = systems.flat().filter((_, k) => k % 6 >= 3 === velocity);
    return own.reduce((sum, value) => sum + value * value, 0) / own.length;
  };
  expect(meanSquare(false)).toBeGreaterThan(0.06);
  expect(meanSquare(false)).toBeLessThan(0.085);
  expect(meanSquare(true)).toBeGreaterThan(0.245);
  expect(meanSquare(true)).toBeLessThan(0.275);
});

test("energy is kept where nothing is clipped, and walls throw back", () => {
  const positions = Float64Array.from([1, 0, 0, -1, 0, 0]);
  const start = { positions, velocities: Float64Array.from([0, 0.5, 0, 0, -0.5, 0]) };
  const charges = [1, -1];
  const energyOf = (state: typeof start) => {
    const { kinetic, potential } = chargedEnergy(state, charges);
    return kinetic + potential;
  };
  const [, later] = chargedTrajectory(start, charges, { ...published, box: 0 }, [0, 2000]);
  expect(Math.abs(energyOf(later as typeof start) - energyOf(start))).toBeLessThan(2e-3);
  const out = { positions: Float64Array.from([5.5, 0, 0]), velocities: Float64Array.from([1, 0, 0]) };
  const [thrown] = chargedTrajectory(out, [1], published, [0]);
  expect(thrown?.positions[0]).toBe(4.5);
  expect(thrown?.velocities[0]).toBe(-1);
});

test("an epoch takes every system once", () => {
  const own = { ...config, systems: 8, batch: 4 };
  const systems = new ChargedSystems(own);
  const epoch = [...systems.ofStep(2), ...systems.ofStep(3)];
  expect(new Set(epoch).size).toBe(8);
});
