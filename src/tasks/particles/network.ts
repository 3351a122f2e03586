import { concat } from "../../autograd/operations/concat.ts";
import { subtract } from "../../autograd/operations/elementwise.ts";
import { reshape, slice } from "../../autograd/operations/movement.ts";
import { mean } from "../../autograd/operations/reduce.ts";
import type { Tape, Tensor } from "../../autograd/tape.ts";
import type { Config } from "../../config/schema.ts";
import { dimensionOf } from "../../config/tasks.ts";
import { type Field, rollOut, rungeKutta } from "../../integrators/runge-kutta.ts";
import { hamiltonianField, type PhasePoint, type Potential, phaseSpace } from "../../nn/hamiltonian.ts";
import type { Weights } from "../../nn/linear.ts";
import { ParameterLayout } from "../../nn/parameters.ts";
import type { Sizes } from "../models/model.ts";
import { modelOf } from "../models/registry.ts";
import { stabiliserWidth } from "../stabiliser.ts";
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

/** An energy is predicted, or dz/dt of all particles. */
function sizesOf(config: Config): Sizes {
  const { particles, dimension } = config;
  const outputs = [modelOf(config).learnsMotion ? 2 * particles * dimension : 1];
  return { points: particles, dimension: dimensionOf(config), features: FEATURES, outputs };
}

export function parameterLayout(config: Config): ParameterLayout {
  const layout = new ParameterLayout();
  modelOf(config).declare(layout, config, sizesOf(config));
  return layout;
}

const centred = (q: Tensor): Tensor => subtract(q, mean(q, [1]));

/** What the model says at some positions, and momenta where it reads them; positions count from their plain mean. */
function answer(config: Config, weights: Weights, inputs: ParticleInputs, q: Tensor, momenta?: Tensor): Tensor {
  const { masses, couplings, stabiliser } = inputs;
  const [batch, count] = q.shape as [number, number, number];
  return modelOf(config).record(weights, config, sizesOf(config), {
    points: centred(q),
    ...(momenta && { momenta }),
    features: [masses, couplings],
    mask: q.tape.constant(new Array(batch * count).fill(1), [batch, count]),
    stabiliser,
  });
}

/** V_theta; null for a model that has none. */
function potentialOf(config: Config, weights: Weights, inputs: ParticleInputs): Potential | null {
  if (modelOf(config).learnsMotion) return null;
  return (q) => reshape(answer(config, weights, inputs, q), [q.shape[0] as number]);
}

/** The learned field, of every state that the inputs' particles may be in: Hamilton's equations of the learned potential, or whatever the plain net says. */
export function learnedField(config: Config, weights: Weights, inputs: ParticleInputs): Field<PhasePoint> {
  const potential = potentialOf(config, weights, inputs);
  if (potential) return hamiltonianField(potential, inputs.masses);
  return ({ q, p }) => {
    const rate = answer(config, weights, inputs, q, p);
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
