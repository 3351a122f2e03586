import type { Config } from "../../config/schema.ts";
import { RandomStream } from "../../random/random-stream.ts";

/** Particles with a pair potential c_i c_j phi(r^2), r their distance. */
interface Interaction {
  /** Whether a particle's coupling c is its mass. */
  readonly byMass: boolean;
  /** Range of the coupling where it is not the mass. */
  readonly couplings: readonly [number, number];
  phi(square: number, softening: number): number;
  /** d phi / d r^2. */
  slope(square: number, softening: number): number;
}

/** Plummer softening: 1 / sqrt(r^2 + s^2), finite where particles meet. */
const softened = (square: number, softening: number) => 1 / Math.sqrt(square + softening * softening);

/** Four times as fast as a power, in the innermost loop of all. */
const cube = (x: number) => x * x * x;

const interactions: Readonly<Record<Config["system"], Interaction>> = {
  /** Every pair is joined by a spring of constant k_i k_j (specification 8.1): k_i k_j r^2 an unordered pair. */
  springs: { byMass: false, couplings: [0, 5], phi: (square) => square, slope: () => 1 },
  /** Newton's gravitation, G = 1. */
  gravity: {
    byMass: true,
    couplings: [0, 0],
    phi: (square, s) => -softened(square, s),
    slope: (square, s) => 0.5 * cube(softened(square, s)),
  },
  /** Coulomb's law: like charges repel. */
  charges: {
    byMass: false,
    couplings: [-1, 1],
    phi: softened,
    slope: (square, s) => -0.5 * cube(softened(square, s)),
  },
};

/** n particles in d dimensions; units are arbitrary and consistent. */
export interface ParticleSystem {
  readonly system: Config["system"];
  readonly dimension: number;
  readonly softening: number;
  /** [n], all above zero. */
  readonly masses: readonly number[];
  /** Spring factor, mass or charge of each particle, [n]. */
  readonly couplings: readonly number[];
}

/** Positions of all particles, then all momenta, [2 n d]. */
export type State = Float64Array;

/** @throws RangeError naming the particle whose mass is not above zero */
function requireMasses(masses: readonly number[]): void {
  const bad = masses.findIndex((mass) => !(mass > 0));
  if (bad >= 0) throw new RangeError(`Particle ${bad + 1} has mass ${masses[bad]}: every mass must be above zero.`);
}

/** Calls `visit` with both particles of every unordered pair, their squared distance and the product of couplings. */
function eachPair(
  { masses, couplings, dimension }: ParticleSystem,
  state: State,
  visit: (i: number, j: number, square: number, product: number) => void,
): void {
  for (let i = 0; i < masses.length; i++) {
    for (let j = 0; j < i; j++) {
      let square = 0;
      for (let c = 0; c < dimension; c++) {
        square += ((state[i * dimension + c] as number) - (state[j * dimension + c] as number)) ** 2;
      }
      visit(i, j, square, (couplings[i] as number) * (couplings[j] as number));
    }
  }
}

/** sum |p|^2 / (2 m). @throws RangeError where a mass is not above zero */
export function kineticEnergyOf({ masses, dimension }: ParticleSystem, state: State): number {
  requireMasses(masses);
  const size = masses.length * dimension;
  let energy = 0;
  for (let k = 0; k < size; k++) {
    energy += (state[size + k] as number) ** 2 / (2 * (masses[Math.floor(k / dimension)] as number));
  }
  return energy;
}

/** Kinetic and potential energy. @throws RangeError where a mass is not above zero */
export function energyOf(system: ParticleSystem, state: State): number {
  let energy = kineticEnergyOf(system, state);
  const { phi } = interactions[system.system];
  eachPair(system, state, (_, __, square, product) => {
    energy += product * phi(square, system.softening);
  });
  return energy;
}

/** Hamilton's equations, (p / m, -dV/dq), written into `rate`. @throws RangeError where a mass is not above zero */
export function fieldInto(system: ParticleSystem): (state: State, rate: State) => void {
  requireMasses(system.masses);
  const { masses, couplings, dimension, softening } = system;
  const { slope } = interactions[system.system];
  const count = masses.length;
  const size = count * dimension;
  return (state, rate) => {
    for (let i = 0; i < count; i++) {
      const mass = masses[i] as number;
      for (let c = 0; c < dimension; c++) {
        const k = i * dimension + c;
        rate[k] = (state[size + k] as number) / mass;
        rate[size + k] = 0;
      }
      for (let j = 0; j < i; j++) {
        let square = 0;
        for (let c = 0; c < dimension; c++) {
          const apart = (state[i * dimension + c] as number) - (state[j * dimension + c] as number);
          square += apart * apart;
        }
        const strength = 2 * (couplings[i] as number) * (couplings[j] as number) * slope(square, softening);
        for (let c = 0; c < dimension; c++) {
          const [own, other] = [i * dimension + c, j * dimension + c];
          const pull = strength * ((state[own] as number) - (state[other] as number));
          rate[size + own] = (rate[size + own] as number) - pull;
          rate[size + other] = (rate[size + other] as number) + pull;
        }
      }
    }
  };
}

/** Hamilton's equations: (p / m, -dV/dq). @throws RangeError where a mass is not above zero */
export function fieldOf(system: ParticleSystem): (state: State) => State {
  const into = fieldInto(system);
  return (state) => {
    const rate = new Float64Array(state.length);
    into(state, rate);
    return rate;
  };
}

/** Time between two states: 500 of them cover [0, 5] (specification 8.1). */
export const INTERVAL = 5 / 499;
export const TRAJECTORY = 500;

/** The published generator takes the mean momentum off this many systems at a time. */
const GENERATED = 5000;
const POSITION_SPREAD = 0.4;
const MOMENTUM_SPREAD = 0.6;

const uniformIn = (random: RandomStream, [from, to]: readonly [number, number]): number =>
  from + (to - from) * random.uniform();

function drawMomenta(config: Config, purpose: string, index: number): number[] {
  const random = new RandomStream(config.seed, `momenta ${purpose}`, index);
  return Array.from({ length: config.particles * config.dimension }, () => MOMENTUM_SPREAD * random.normal());
}

const meanMomenta = new Map<string, number[]>();

/** Mean over the systems generated together, not over particles: total momentum is not zero (specification 8.1). */
function meanMomentum(config: Config, purpose: string, block: number): number[] {
  const { seed, particles, dimension } = config;
  const key = [seed, particles, dimension, purpose, block].join();
  let mean = meanMomenta.get(key);
  if (!mean) {
    mean = new Array<number>(particles * dimension).fill(0);
    for (let k = 0; k < GENERATED; k++) {
      const momenta = drawMomenta(config, purpose, block * GENERATED + k);
      for (let c = 0; c < mean.length; c++) mean[c] = (mean[c] as number) + (momenta[c] as number) / GENERATED;
    }
    meanMomenta.set(key, mean);
  }
  return mean;
}

/** System `index` of the set `purpose` and its first state; equal arguments give equal systems. */
export function drawSystem(config: Config, purpose: string, index: number): { system: ParticleSystem; start: State } {
  const { particles, dimension } = config;
  const random = new RandomStream(config.seed, `particles ${purpose}`, index);
  const masses = Array.from({ length: particles }, () => uniformIn(random, [config.lightest, config.heaviest]));
  const { byMass, couplings } = interactions[config.system];
  const size = particles * dimension;
  const start = new Float64Array(2 * size);
  const mean = meanMomentum(config, purpose, Math.floor(index / GENERATED));
  const momenta = drawMomenta(config, purpose, index);
  for (let k = 0; k < size; k++) {
    start[k] = POSITION_SPREAD * random.normal();
    start[size + k] = (momenta[k] as number) - (mean[k] as number);
  }
  return {
    start,
    system: {
      system: config.system,
      dimension,
      softening: config.softening,
      masses,
      couplings: byMass ? masses : masses.map(() => uniformIn(random, couplings)),
    },
  };
}
