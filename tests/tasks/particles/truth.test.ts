import { describe, expect, test } from "vitest";
import { parseLink } from "../../../src/config/link.ts";
import type { Config } from "../../../src/config/schema.ts";
import { momentumOf } from "../../../src/tasks/particles/roll-out.ts";
import { drawSystem, energyOf, kineticEnergyOf, type ParticleSystem } from "../../../src/tasks/particles/systems.ts";
import { ENERGY_BOUND, trueMotion } from "../../../src/tasks/particles/truth.ts";

const { config } = parseLink("springs-quick");
const HORIZON = 500;

const spaces = [2, 3] as const;
const systems = ["springs", "gravity", "charges"] as const;

describe.each(spaces.flatMap((dimension) => systems.map((system) => ({ dimension, system }))))("%o", (kind) => {
  // Everything that a config may ask for, the ends included.
  const settings: Partial<Config>[] = [
    { softening: 0.1 },
    { softening: 0.01 },
    { softening: 2, lightest: 0.01, heaviest: 10 },
    { softening: 0.03, lightest: 0.01, heaviest: 10, particles: 3 },
    { softening: 0.5, lightest: 10, heaviest: 10 },
  ];

  test("keeps energy and momentum over the longest horizon, in every one of 40 systems", () => {
    settings.forEach((setting, s) => {
      for (let k = 0; k < 8; k++) {
        const { system, start } = drawSystem({ ...config, ...kind, ...setting }, "test", 8 * s + k);
        const states = trueMotion(system, start, 0, HORIZON);
        expect(states).toHaveLength(HORIZON);
        const energy = energyOf(system, start);
        const kinetic = Math.max(...states.map((state) => kineticEnergyOf(system, state)));
        for (const state of states) {
          expect(Math.abs(energyOf(system, state) - energy) / kinetic).toBeLessThan(ENERGY_BOUND / 10);
        }
        const [from, to] = [start, states.at(-1) as Float64Array].map((state) => momentumOf(state, kind.dimension));
        from?.forEach((value, axis) => {
          expect(to?.[axis]).toBeCloseTo(value, 8);
        });
      }
    });
  });
});

test("a stretch in the middle is the same motion", () => {
  const { system, start } = drawSystem({ ...config, system: "gravity" }, "test", 3);
  const whole = trueMotion(system, start, 0, 120);
  trueMotion(system, start, 100, 20).forEach((state, k) => {
    state.forEach((value, c) => {
      expect(value).toBeCloseTo(whole[100 + k]?.[c] as number, 6);
    });
  });
});

/** Of mpmath 1.3's `odefun`, Taylor series to 1e-13, from system 1 as it is drawn: state 100 of the first particle. */
test.each<[Partial<Config>, readonly number[]]>([
  [{ system: "gravity" }, [-0.2511, 0.116]],
  [{ system: "gravity", dimension: 3, group: "SE3" }, [-0.493, -0.4823, 0.3451]],
  [{ system: "charges", softening: 0.01 }, [-0.0124, 0.0031]],
])("%o has the place that another integrator finds", (change, place) => {
  const { system, start } = drawSystem({ ...config, ...change }, "test", 0);
  const [state] = trueMotion(system, start, 99, 1) as [Float64Array];
  place.forEach((value, axis) => {
    expect(state[axis]).toBeCloseTo(value, 3);
  });
});

test("a motion that takes too many steps is refused with what would help", () => {
  const system: ParticleSystem = {
    system: "gravity",
    dimension: 2,
    softening: 1e-6,
    masses: [10, 10, 0.01],
    couplings: [10, 10, 0.01],
  };
  const start = Float64Array.from([-1e-3, 0, 1e-3, 0, 0, 1e-3, 0, 0, 0, 0, 0, 0]);
  expect(() => trueMotion(system, start, 0, HORIZON)).toThrow(/cannot be followed.*Raise the softening/);
});
