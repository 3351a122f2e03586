import { gradients } from "../autograd/gradients.ts";
import { concat } from "../autograd/operations/concat.ts";
import { add, divide, negate, scale, square, subtract } from "../autograd/operations/elementwise.ts";
import { reshape, variable } from "../autograd/operations/movement.ts";
import { mean, sum } from "../autograd/operations/reduce.ts";
import type { Tensor } from "../autograd/tape.ts";
import type { Field, StateSpace } from "../integrators/runge-kutta.ts";
import { type LieTransformerOptions, lieTransformer } from "./lie-transformer.ts";
import type { Weights } from "./linear.ts";

/** Positions and momenta [B, n, d] of n particles. */
export interface PhasePoint {
  readonly q: Tensor;
  readonly p: Tensor;
}

/** Potential energy [B] of positions [B, n, d]. */
export type Potential = (q: Tensor) => Tensor;

const weighted = (terms: readonly (readonly [number, Tensor])[]): Tensor =>
  terms.map(([weight, x]) => (weight === 1 ? x : scale(x, weight))).reduce((total, term) => add(total, term));

export const phaseSpace: StateSpace<PhasePoint> = {
  combine: (terms) => ({
    q: weighted(terms.map(([weight, { q }]) => [weight, q] as const)),
    p: weighted(terms.map(([weight, { p }]) => [weight, p] as const)),
  }),
};

/** sum |p|^2 / (2 m), [B]; masses [B, n, 1]. */
export const kineticEnergy = ({ p }: PhasePoint, masses: Tensor): Tensor =>
  reshape(scale(sum(divide(square(p), masses), [1, 2]), 0.5), [p.shape[0] as number]);

interface PotentialInputs {
  /** What a particle is, [B, n, F]. */
  readonly features: Tensor;
  /** Lifts positions [B, n, d] to the group; the same samples at every step and stage, or the field is no gradient. */
  readonly lift: (q: Tensor) => Tensor;
}

/** V_theta of a LieTransformer with one output, of positions from their plain mean over particles (specification 8.4). */
export function learnedPotential(
  weights: Weights,
  options: LieTransformerOptions,
  { features, lift }: PotentialInputs,
): Potential {
  const [batch, count] = features.shape as [number, number, number];
  const mask = features.tape.constant(new Array(batch * count).fill(1), [batch, count]);
  return (q) => {
    const centred = subtract(q, mean(q, [1]));
    return reshape(lieTransformer(weights, options, { features, elements: lift(centred), mask }), [batch]);
  };
}

/** -dV/dq, from operations that can be differentiated again. */
function force(potential: Potential, q: Tensor): Tensor {
  const place = variable(q);
  const [slope] = gradients(potential(place), [place], { differentiable: true });
  return negate(slope as Tensor);
}

/** Hamilton's equations for T(p) + V(q): dq/dt = p / m, dp/dt = -dV/dq (specification 8.4). */
export const hamiltonianField =
  (potential: Potential, masses: Tensor): Field<PhasePoint> =>
  ({ q, p }) => ({ q: divide(p, masses), p: force(potential, q) });

/** States [B, T, 2 n d], positions before momenta. */
export function trajectoryOf(states: readonly PhasePoint[]): Tensor {
  const [batch, count, dimension] = (states[0] as PhasePoint).q.shape as [number, number, number];
  const flat = states.flatMap(({ q, p }) => [q, p].map((x) => reshape(x, [batch, 1, count * dimension])));
  return reshape(concat(flat, 1), [batch, states.length, 2 * count * dimension]);
}
