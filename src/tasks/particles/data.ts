import { lifts } from "../../config/models.ts";
import type { Config } from "../../config/schema.ts";
import { groupOf } from "../../lie/registry.ts";
import { RandomStream } from "../../random/random-stream.ts";
import type { Batch, Examples } from "../task.ts";
import { drawSystem, type ParticleSystem, type State, TRAJECTORY } from "./systems.ts";
import { trueMotion } from "./truth.ts";

/** Consecutive states of a system. */
export interface Chunk {
  readonly system: ParticleSystem;
  readonly states: readonly State[];
}

/** Stretches of true motions, kept for as long as the problem that they belong to: training comes back to them every epoch. */
export class Chunks {
  readonly #config: Config;
  readonly #kept = new Map<string, Chunk>();

  constructor(config: Config) {
    this.#config = config;
  }

  /**
   * `length` consecutive states of system `index`, beginning at a random multiple of `length` of its trajectory
   * (specification 8.3).
   * @throws TruthError
   */
  take(purpose: string, index: number, length: number): Chunk {
    const config = this.#config;
    const key = `${purpose} ${index} ${length}`;
    let chunk = this.#kept.get(key);
    if (!chunk) {
      const { system, start } = drawSystem(config, purpose, index);
      const place = new RandomStream(config.seed, `chunk ${purpose}`, index).below(Math.floor(TRAJECTORY / length));
      chunk = { system, states: trueMotion(system, start, place * length, length) };
      this.#kept.set(key, chunk);
    }
    return chunk;
  }

  /** Those of the systems of a step: every system once an epoch, in an order drawn anew for each. */
  *ofStep(step: number): Generator<Chunk> {
    const { systems, horizon, seed, batch: size } = this.#config;
    const batch = Math.min(size, systems);
    const perEpoch = Math.floor(systems / batch);
    const epoch = Math.floor(step / perEpoch);
    const order = Array.from({ length: systems }, (_, k) => k);
    new RandomStream(seed, "epoch", epoch).shuffle(order);
    const first = (step % perEpoch) * batch;
    // A batch larger than the training set takes systems again.
    for (let k = 0; k < size; k++) yield this.take("train", order[(first + k) % systems] as number, horizon);
  }
}

/** Particles of some systems as inputs of a program; their lift is drawn once and holds along a roll-out. */
export function inputsOf(config: Config, systems: readonly ParticleSystem[], purpose: string, index: number): Batch {
  const random = new RandomStream(config.seed, `stabiliser ${purpose}`, index);
  const lifted = () => (lifts(config) ? groupOf(config).stabiliser.draw(config.samples, random) : [0]);
  return {
    masses: Float32Array.from(systems.flatMap(({ masses }) => masses)),
    couplings: Float32Array.from(systems.flatMap(({ couplings }) => couplings)),
    stabiliser: Float32Array.from(systems.flatMap(({ masses }) => masses.flatMap(lifted))),
  };
}

/** Positions and momenta of first states as inputs of a program. */
export function statesOf(states: readonly ArrayLike<number>[]): Batch {
  const half = (states[0] as ArrayLike<number>).length / 2;
  const part = (from: number) =>
    Float32Array.from(states.flatMap((state) => Array.from({ length: half }, (_, k) => state[from + k] as number)));
  return { positions: part(0), momenta: part(half) };
}

/** Chunks that a network learns from together. */
export class Stretches implements Examples {
  readonly #chunks: readonly Chunk[];
  readonly #step: number;

  constructor(chunks: Iterable<Chunk>, step: number) {
    this.#chunks = [...chunks];
    this.#step = step;
  }

  inputs(config: Config): Batch {
    const systems = this.#chunks.map(({ system }) => system);
    return {
      ...inputsOf(config, systems, "train", this.#step),
      ...statesOf(this.#chunks.map(({ states }) => states[0] as State)),
      target: Float32Array.from(this.#chunks.flatMap(({ states }) => states.flatMap((state) => Array.from(state)))),
    };
  }
}
