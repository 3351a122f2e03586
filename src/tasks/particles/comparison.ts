import { momentumOf } from "./roll-out.ts";
import { energyOf, kineticEnergyOf, type ParticleSystem, type State } from "./systems.ts";

/** How a predicted roll-out compares with the true one; one number a state, not a number where a prediction ran away. */
export interface Comparison {
  /** Mean squared error of all positions and momenta. */
  readonly error: readonly number[];
  /** True energy of the predicted states. */
  readonly energy: readonly number[];
  /** |P|, the predicted states' total momentum. */
  readonly momentum: readonly number[];
  /** |z - g z0| / |g z0| of the prediction z from the moved start and the prediction z0 from the start: 0 if equivariant. */
  readonly change: readonly number[];
  /** Largest departures from the first state's: of the energy and of the model's own energy, in the true motion's largest kinetic energies; of the momentum, in sum |p| of the first state. */
  readonly energyDrift: number;
  readonly learnedEnergyDrift: number | null;
  readonly momentumDrift: number;
}

/** The states [T, 2 n d] one by one. */
export function statesIn(flat: Float32Array, count: number): State[] {
  const size = flat.length / count;
  return Array.from({ length: count }, (_, k) => Float64Array.from(flat.subarray(k * size, (k + 1) * size)));
}

const norm = (values: Iterable<number>): number => Math.hypot(...values);

const meanSquare = (a: State, b: State): number =>
  a.reduce((sum, value, k) => sum + (value - (b[k] as number)) ** 2, 0) / a.length;

/** Mean over the first `count` states, as `rolloutMse` has it (specification 8.3). */
export const meanError = ({ error }: Pick<Comparison, "error">, count: number): number =>
  error.slice(0, count).reduce((sum, value) => sum + value, 0) / Math.min(count, error.length);

const largest = (values: readonly number[]): number => values.reduce((a, b) => Math.max(a, b), 0);

/** What the true motion is compared by too: its energy and momentum at every state. */
export const courseOf = (
  system: ParticleSystem,
  states: readonly State[],
): Pick<Comparison, "energy" | "momentum"> => ({
  energy: states.map((state) => energyOf(system, state)),
  momentum: states.map((state) => norm(momentumOf(state, system.dimension))),
});

/**
 * @param predicted from the moved start, as many states as `truth`
 * @param carried predicted from the start before the motion, moved afterwards
 * @param potential the model's own at every predicted state, null where it has none
 */
export function compare(
  system: ParticleSystem,
  truth: readonly State[],
  {
    predicted,
    carried,
    potential,
  }: { predicted: readonly State[]; carried: readonly State[]; potential: ArrayLike<number> | null },
): Comparison {
  const { dimension } = system;
  const { energy, momentum } = courseOf(system, predicted);
  const start = predicted[0] as State;
  const first = momentumOf(start, dimension);
  const momenta = Array.from(start.subarray(start.length / 2));
  const speeds = system.masses.map((_, k) => norm(momenta.slice(k * dimension, (k + 1) * dimension)));
  const kinetic = largest(truth.map((state) => kineticEnergyOf(system, state)));
  const drift = (values: readonly number[]) =>
    largest(values.map((value) => Math.abs(value - (values[0] as number)))) / kinetic;
  const learned = potential && predicted.map((state, k) => kineticEnergyOf(system, state) + (potential[k] as number));
  return {
    error: predicted.map((state, k) => meanSquare(state, truth[k] as State)),
    energy,
    momentum,
    change: predicted.map((state, k) => {
      const other = carried[k] as State;
      return norm(state.map((value, c) => value - (other[c] as number))) / Math.max(norm(other), Number.MIN_VALUE);
    }),
    energyDrift: drift(energy),
    learnedEnergyDrift: learned && drift(learned),
    momentumDrift:
      largest(predicted.map((state) => norm(momentumOf(state, dimension).map((p, c) => p - (first[c] as number))))) /
      Math.max(
        speeds.reduce((a, b) => a + b, 0),
        Number.MIN_VALUE,
      ),
  };
}
