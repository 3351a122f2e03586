import type { Config } from "../../config/schema.ts";
import type { Start } from "../../config/starts.ts";
import { type Motion, moveState } from "../../lie/motion.ts";
import { type Lift, samplesOfCopy } from "../stabiliser.ts";
import type { Batch } from "../task.ts";
import { inputsOf, statesOf } from "./data.ts";
import { drawSystem, type State } from "./systems.ts";

/** A test system from a start that someone may have changed, and its copy under a motion. */
export interface RollOut {
  /** Index into the test systems. */
  readonly trajectory: number;
  /** States, the first one included. */
  readonly span: number;
  readonly starts: readonly Start[];
  readonly motion: Motion;
  readonly lift: Lift;
}

/** Test system `trajectory`, round and round, and its first state as drawn. */
export const testSystem = (config: Config, trajectory: number) => drawSystem(config, "test", trajectory % config.tests);

/** A first state with some particles put elsewhere. */
export function placed(given: State, starts: readonly Start[], dimension: number): State {
  const start = given.slice();
  for (const { particle, at } of starts) start.set(at, (particle - 1) * dimension);
  return start;
}

/** Total momentum, one number an axis. */
export function momentumOf(state: ArrayLike<number>, dimension: number): number[] {
  const half = state.length / 2;
  const total = new Array<number>(dimension).fill(0);
  for (let k = half; k < state.length; k++)
    total[k % dimension] = (total[k % dimension] as number) + (state[k] as number);
  return total;
}

/** What a roll-out and its moved copy start from, and as a batch of two. */
export function rollOutPair(config: Config, { trajectory, starts, motion, lift }: RollOut) {
  const { system, start: given } = testSystem(config, trajectory);
  const { particles, dimension } = config;
  const start = placed(given, starts, dimension);
  const moved = moveState(start, motion, system.dimension as 2 | 3);
  const { masses, couplings, stabiliser } = inputsOf(config, [system], "probe", trajectory) as Record<
    "masses" | "couplings" | "stabiliser",
    Float32Array
  >;
  const turned = samplesOfCopy(
    config,
    lift,
    { points: centred(start, particles, dimension), samples: stabiliser, linear: motion.linear },
    () => inputsOf(config, [system], "fresh", trajectory).stabiliser as Float32Array,
  );
  const twice = (one: ArrayLike<number>, other: ArrayLike<number>) =>
    Float32Array.from([...Array.from(one), ...Array.from(other)]);
  const batch: Batch = {
    masses: twice(masses, masses),
    couplings: twice(couplings, couplings),
    stabiliser: twice(stabiliser, turned),
    ...statesOf([start, moved]),
  };
  return { system, batch };
}

/** Positions from their plain mean, where the networks lift them. */
export function centred(state: State, particles: number, dimension: number): number[] {
  const q = Array.from(state.subarray(0, particles * dimension));
  const mean = Array.from({ length: dimension }, (_, axis) =>
    q.reduce((sum, value, k) => sum + (k % dimension === axis ? value / particles : 0), 0),
  );
  return q.map((value, k) => value - (mean[k % dimension] as number));
}
