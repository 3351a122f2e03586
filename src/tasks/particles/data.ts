import type { Config } from "../../config/schema.ts";
import { drawStabiliser } from "../../lie/group.ts";
import { groupOf } from "../../lie/registry.ts";
import { RandomStream } from "../../random/random-stream.ts";
import type { Batch } from "../task.ts";
import { drawSystem, type ParticleSystem, type State, TRAJECTORY } from "./systems.ts";
import { trueMotion } from "./truth.ts";

/** Consecutive states of a system. */
export interface Chunk {
  readonly system: ParticleSystem;
  readonly states: readonly State[];
}

const chunks = new WeakMap<Config, Map<string, Chunk>>();

/**
 * `length` consecutive states of system `index`, beginning at a random multiple of `length` of its trajectory
 * (specification 8.3). Kept for as long as the config lives, since training comes back to it every epoch.
 * @throws TruthError
 */
export function chunkOf(config: Config, purpose: string, index: number, length: number): Chunk {
  const kept = chunks.get(config) ?? new Map<string, Chunk>();
  chunks.set(config, kept);
  const key = `${purpose} ${index} ${length}`;
  let chunk = kept.get(key);
  if (!chunk) {
    const { system, start } = drawSystem(config, purpose, index);
    const place = new RandomStream(config.seed, `chunk ${purpose}`, index).below(Math.floor(TRAJECTORY / length));
    chunk = { system, states: trueMotion(system, start, place * length, length) };
    kept.set(key, chunk);
  }
  return chunk;
}

/** Particles of some systems as inputs of a program; their lift is drawn once and holds along a roll-out. */
export function inputsOf(config: Config, systems: readonly ParticleSystem[], purpose: string, index: number): Batch {
  const random = new RandomStream(config.seed, `stabiliser ${purpose}`, index);
  const lifted = () =>
    config.model === "lietransformer" ? drawStabiliser(groupOf(config), config.samples, random) : [0];
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

/** Chunks of the systems of a step: every system once an epoch, in an order drawn anew for each. */
export function* drawStep(config: Config, step: number): Generator<Chunk> {
  const { systems, horizon } = config;
  const batch = Math.min(config.batch, systems);
  const perEpoch = Math.floor(systems / batch);
  const epoch = Math.floor(step / perEpoch);
  const order = Array.from({ length: systems }, (_, k) => k);
  new RandomStream(config.seed, "epoch", epoch).shuffle(order);
  const first = (step % perEpoch) * batch;
  // A batch larger than the training set takes systems again.
  for (let k = 0; k < config.batch; k++)
    yield chunkOf(config, "train", order[(first + k) % systems] as number, horizon);
}

export function trainingBatch(config: Config, step: number): Batch {
  const drawn = [...drawStep(config, step)];
  return {
    ...inputsOf(
      config,
      drawn.map(({ system }) => system),
      "train",
      step,
    ),
    ...statesOf(drawn.map(({ states }) => states[0] as State)),
    target: Float32Array.from(drawn.flatMap(({ states }) => states.flatMap((state) => Array.from(state)))),
  };
}
