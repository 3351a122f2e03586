import { expect, test } from "vitest";
import { parseLink } from "../../../src/config/link.ts";
import type { Config } from "../../../src/config/schema.ts";
import { Chunks, Stretches } from "../../../src/tasks/particles/data.ts";
import {
  drawSystem,
  energyOf,
  fieldOf,
  type ParticleSystem,
  type State,
} from "../../../src/tasks/particles/systems.ts";
import { trueMotion } from "../../../src/tasks/particles/truth.ts";

const { config } = parseLink("springs-quick");
const kinds: Partial<Config>[] = [
  { system: "springs" },
  { system: "gravity" },
  { system: "charges" },
  { system: "gravity", dimension: 3 },
  { system: "charges", dimension: 3 },
];

test.each(kinds)("%o: the field is the energy's symplectic gradient", (change) => {
  const { system, start } = drawSystem({ ...config, ...change }, "test", 3);
  const rate = fieldOf(system)(start);
  const half = start.length / 2;
  start.forEach((value, k) => {
    const moved = (sign: number) => {
      const state = start.slice();
      state[k] = value + sign * 1e-5;
      return energyOf(system, state);
    };
    const slope = (moved(1) - moved(-1)) / 2e-5;
    const expected = k < half ? -(rate[half + k] as number) : (rate[k - half] as number);
    expect(Math.abs(slope - expected)).toBeLessThan(1e-6 * Math.max(1, Math.abs(expected)));
  });
});

test("springs are the published ones: every unordered pair counts k_i k_j r^2", () => {
  const system: ParticleSystem = {
    system: "springs",
    dimension: 2,
    softening: 0.1,
    masses: [2, 1],
    couplings: [3, 0.5],
  };
  const state = Float64Array.from([0, 0, 3, 4, 2, 0, 0, 0]);
  expect(energyOf(system, state)).toBeCloseTo(4 / 4 + 1.5 * 25, 12);
  expect(Array.from(fieldOf(system)(state))).toEqual([1, 0, 0, 0, 9, 12, -9, -12]);
});

test("momenta have no mean over systems generated together", () => {
  const first = Array.from({ length: 5000 }, (_, k) => drawSystem(config, "train", k).start[12] as number);
  expect(Math.abs(first.reduce((sum, value) => sum + value, 0))).toBeLessThan(1e-9);
});

test("particles that meet, one alone, and masses that cannot be", () => {
  for (const system of ["springs", "gravity", "charges"] as const) {
    const pair = { system, dimension: 2, softening: 0.1, masses: [1, 1], couplings: [1, 1] };
    expect(fieldOf(pair)(new Float64Array(8)).every(Number.isFinite)).toBe(true);
    const alone = drawSystem({ ...config, system, particles: 1 }, "test", 0);
    expect(fieldOf(alone.system)(alone.start).every(Number.isFinite)).toBe(true);
    for (const mass of [0, -1, Number.NaN]) {
      const bad = { ...pair, masses: [1, mass] };
      expect(() => fieldOf(bad)).toThrow(/Particle 2 has mass .*above zero/);
      expect(() => energyOf(bad, new Float64Array(8))).toThrow(RangeError);
    }
  }
  expect(parseLink("preset=springs-quick&lightest=0").problems[0]).toMatch(/lightest must be a number from 0.01/);
  expect(parseLink("preset=springs-quick&lightest=5").config.heaviest).toBe(5);
});

test("chunks begin at multiples of their length, and an epoch takes every system once", () => {
  const { system, states } = new Chunks(config).take("train", 7, 5);
  const trajectory = trueMotion(system, drawSystem(config, "train", 7).start, 0, 500);
  // Other stops on the way round differently.
  const near = (a: State, b: State | undefined) => a.every((value, k) => Math.abs(value - (b?.[k] as number)) < 1e-9);
  const place = trajectory.findIndex((state) => near(state, states[0]));
  expect(place % 5).toBe(0);
  expect(states.map((state, k) => near(state, trajectory[place + k]))).toEqual(new Array(5).fill(true));
  const small = { ...config, systems: 8, batch: 4 };
  const chunks = new Chunks(small);
  const masses = [0, 1].flatMap((step) =>
    Array.from(new Stretches(chunks.ofStep(step), step).inputs(small).masses as Float32Array),
  );
  expect(new Set(masses).size).toBe(8 * config.particles);
});
