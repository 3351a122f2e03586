import { dop853 } from "../../integrators/dop853.ts";
import { energyOf, fieldInto, INTERVAL, kineticEnergyOf, type ParticleSystem, type State } from "./systems.ts";

/** How much the energy of a true motion may change, in units of its largest kinetic energy. */
export const ENERGY_BOUND = 1e-6;

/** Keeps most energies to 1e-10, and those of close passages to 1e-8, over 500 states. */
const STEPS = { relative: 1e-11, absolute: 1e-11, mostSteps: 200_000 };

/** A motion that cannot be followed closely enough to be called true; says what would help. */
class TruthError extends Error {
  override readonly name = "TruthError";
}

/**
 * The true motion from a start: `count` states an interval apart, the first one `first` intervals after the start.
 * Float64, by steps of order 8 as short as the motion needs them (dop853); its energy keeps to `ENERGY_BOUND`.
 * @throws TruthError where it does not, RangeError where a mass is not above zero
 */
export function trueMotion(system: ParticleSystem, start: State, first: number, count: number): State[] {
  const times = Array.from({ length: count }, (_, k) => (first + k) * INTERVAL);
  const states = dop853(fieldInto(system), start, times, STEPS);
  const advice = `Raise the softening (${system.softening}) or the lightest mass (${Math.min(...system.masses).toPrecision(2)}).`;
  if (!states) {
    throw new TruthError(
      `The true motion of this system cannot be followed: particles pass each other so closely that ${STEPS.mostSteps.toLocaleString("en")} steps do not suffice. ${advice}`,
    );
  }
  const energy = energyOf(system, start);
  const change = Math.max(...states.map((state) => Math.abs(energyOf(system, state) - energy)));
  const kinetic = Math.max(...[start, ...states].map((state) => kineticEnergyOf(system, state)));
  // Where nothing moves, rounding is left.
  if (!(change <= ENERGY_BOUND * kinetic + 1e-12)) {
    throw new TruthError(
      `The true motion of this system is not followed well enough: its energy changes by ${(change / kinetic).toExponential(1)} of the largest kinetic energy, more than ${ENERGY_BOUND}. ${advice}`,
    );
  }
  return states;
}
