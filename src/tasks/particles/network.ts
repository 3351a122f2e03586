import { concat } from "../../autograd/operations/concat.ts";
import { subtract } from "../../autograd/operations/elementwise.ts";
import { lift } from "../../autograd/operations/lift.ts";
import { reshape, slice } from "../../autograd/operations/movement.ts";
import { mean } from "../../autograd/operations/reduce.ts";
import type { Tape, Tensor } from "../../autograd/tape.ts";
import type { Config } from "../../config/schema.ts";
import { type Field, rollOut, rungeKutta } from "../../integrators/runge-kutta.ts";
import { groupOf } from "../../lie/registry.ts";
import { declareFullyConnected, type FullyConnectedOptions, fullyConnected } from "../../nn/fully-connected.ts";
import {
  hamiltonianField,
  learnedPotential,
  type PhasePoint,
  type Potential,
  phaseSpace,
} from "../../nn/hamiltonian.ts";
import { declareLieTransformer, type LieTransformerOptions } from "../../nn/lie-transformer.ts";
import type { Weights } from "../../nn/linear.ts";
import { ParameterLayout } from "../../nn/parameters.ts";
import { lieTransformerOptions, stabiliserWidth } from "../lie-transformer-options.ts";
import { INTERVAL } from "./systems.ts";

/** What a particle is: its mass and its coupling. */
const FEATURES = 2;

interface ParticleInputs {
  readonly start: PhasePoint;
  readonly masses: Tensor;
  readonly couplings: Tensor;
  readonly stabiliser: Tensor;
}

export function recordInputs(tape: Tape, config: Config, size: number): ParticleInputs {
  const { particles, dimension } = config;
  return {
    start: {
      q: tape.input("positions", [size, particles, dimension]),
      p: tape.input("momenta", [size, particles, dimension]),
    },
    masses: tape.input("masses", [size, particles, 1]),
    couplings: tape.input("couplings", [size, particles, 1]),
    stabiliser: tape.input("stabiliser", [size, particles, stabiliserWidth(config)]),
  };
}

const lieOptions = (config: Config): LieTransformerOptions => lieTransformerOptions(config, FEATURES, 1);

/** HFC: centred positions and features to V. FC: centred positions, momenta and features to dz/dt (specification 8.6). */
function plainOptions(config: Config): FullyConnectedOptions {
  const { particles, dimension, model } = config;
  const size = particles * dimension;
  const own = { width: config.mlp_width, layers: config.mlp_layers };
  return model === "hfc"
    ? { ...own, inputs: size + FEATURES * particles, outputs: 1 }
    : { ...own, inputs: 2 * size + FEATURES * particles, outputs: 2 * size };
}

export function parameterLayout(config: Config): ParameterLayout {
  const layout = new ParameterLayout();
  if (config.model === "lietransformer") declareLieTransformer(layout, lieOptions(config));
  else declareFullyConnected(layout, plainOptions(config));
  return layout;
}

const centred = (q: Tensor): Tensor => subtract(q, mean(q, [1]));

const sideBySide = (parts: readonly Tensor[]): Tensor =>
  concat(
    parts.map((part) => reshape(part, [part.shape[0] as number, -1])),
    1,
  );

/** V_theta; null for the model that has none. */
function potentialOf(config: Config, weights: Weights, inputs: ParticleInputs): Potential | null {
  const { masses, couplings, stabiliser } = inputs;
  if (config.model === "fc") return null;
  if (config.model === "hfc") {
    return (q) => {
      const input = sideBySide([centred(q), masses, couplings]);
      return reshape(fullyConnected(weights, plainOptions(config), input), [q.shape[0] as number]);
    };
  }
  return learnedPotential(weights, lieOptions(config), {
    features: concat([masses, couplings], 2),
    lift: (q) => lift(groupOf(config), q, stabiliser, config.samples),
  });
}

/** The learned field, of every state that the inputs' particles may be in: Hamilton's equations of the learned potential, or whatever the plain net says. */
export function learnedField(config: Config, weights: Weights, inputs: ParticleInputs): Field<PhasePoint> {
  const potential = potentialOf(config, weights, inputs);
  if (potential) return hamiltonianField(potential, inputs.masses);
  const { masses, couplings } = inputs;
  return ({ q, p }) => {
    const rate = fullyConnected(weights, plainOptions(config), sideBySide([centred(q), p, masses, couplings]));
    const half = (rate.shape[1] as number) / 2;
    return { q: reshape(slice(rate, 1, 0, half), q.shape), p: reshape(slice(rate, 1, half, 2 * half), p.shape) };
  };
}

/** The inputs' first state and `states` - 1 more, `interval` apart, by the 3/8 rule (specification 8.2). */
export function predictedStates(
  config: Config,
  weights: Weights,
  inputs: ParticleInputs,
  states: number,
  interval = INTERVAL,
): PhasePoint[] {
  const step = rungeKutta("three-eighths", phaseSpace, learnedField(config, weights, inputs));
  return rollOut(step, inputs.start, interval, states - 1);
}

interface Forecast {
  readonly states: readonly PhasePoint[];
  /** Learned force on every particle at every state, [B, T, n d]. */
  readonly forces: Tensor;
  /** Learned potential energy at every state, [B, T]; null for the model that has none. */
  readonly potential: Tensor | null;
}

/** As `predictedStates`, with what the model says of each. */
export function forecast(config: Config, weights: Weights, inputs: ParticleInputs, count: number): Forecast {
  const learned = learnedField(config, weights, inputs);
  // A step's first stage is the field at its state: recorded once.
  const known = new Map<PhasePoint, PhasePoint>();
  const field = (state: PhasePoint): PhasePoint => {
    const rate = known.get(state) ?? learned(state);
    known.set(state, rate);
    return rate;
  };
  const states = rollOut(rungeKutta("three-eighths", phaseSpace, field), inputs.start, INTERVAL, count - 1);
  const [size] = inputs.start.q.shape as [number, number, number];
  const potential = potentialOf(config, weights, inputs);
  return {
    states,
    forces: concat(
      states.map((state) => reshape(field(state).p, [size, 1, -1])),
      1,
    ),
    potential:
      potential &&
      concat(
        states.map(({ q }) => reshape(potential(q), [size, 1])),
        1,
      ),
  };
}
