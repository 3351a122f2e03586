import type { Config } from "../../config/schema.ts";
import { RandomStream } from "../../random/random-stream.ts";
import { type ChargedState, chargedTrajectory, published } from "./simulate.ts";

/** Steps of the generator between two stored frames, a tenth of time. */
const FRAME = 100;

/** Speed that every particle starts with. */
const SPEED = 0.5;

/** Charged particles: where they are and how fast, and where and how fast they will be. Rows [n, 3]. */
export interface ChargedSystem {
  readonly charges: readonly number[];
  readonly start: ChargedState;
  readonly end: ChargedState;
}

/**
 * A system of a config's data, a pure function of purpose and index: charges +-1, places normal, speeds 0.5 in random
 * directions, followed for a tenth of time to what is given, and on to what is asked (neighbours 1.7, 1.8).
 */
export function drawCharged(config: Config, purpose: string, index: number): ChargedSystem {
  const { bodies, ahead, walls, seed } = config;
  const random = new RandomStream(seed, `charged ${purpose}`, index);
  const charges = Array.from({ length: bodies }, () => (random.below(2) === 0 ? 1 : -1));
  const positions = Float64Array.from({ length: 3 * bodies }, () => random.normal());
  const velocities = new Float64Array(3 * bodies);
  for (let k = 0; k < bodies; k++) {
    const direction = [random.normal(), random.normal(), random.normal()];
    const length = Math.hypot(...direction);
    velocities.set(
      direction.map((value) => (SPEED * value) / length),
      3 * k,
    );
  }
  const options = { ...published, box: walls === "yes" ? published.box : 0 };
  const [start, end] = chargedTrajectory({ positions, velocities }, charges, options, [FRAME, FRAME * (1 + ahead)]);
  return { charges, start: start as ChargedState, end: end as ChargedState };
}

/** Places at constant velocity, which is what networks predict departures from. */
export const coasted = ({ ahead }: Config, { positions, velocities }: ChargedState): Float64Array =>
  positions.map((x, k) => x + 0.1 * ahead * (velocities[k] as number));

/** Systems of a problem, kept for as long as it is. */
export class ChargedSystems {
  readonly #config: Config;
  readonly #kept = new Map<string, ChargedSystem>();

  constructor(config: Config) {
    this.#config = config;
  }

  take(purpose: string, index: number): ChargedSystem {
    const key = `${purpose} ${index}`;
    const known = this.#kept.get(key);
    if (known) return known;
    const system = drawCharged(this.#config, purpose, index);
    this.#kept.set(key, system);
    return system;
  }

  /** Those of a training step: every system once an epoch, in an order drawn anew for each. */
  *ofStep(step: number): Generator<ChargedSystem> {
    const { systems, seed, batch } = this.#config;
    const perEpoch = Math.max(1, Math.floor(systems / batch));
    const order = Array.from({ length: systems }, (_, k) => k);
    new RandomStream(seed, "epoch", Math.floor(step / perEpoch)).shuffle(order);
    const first = (step % perEpoch) * batch;
    for (let k = 0; k < batch; k++) yield this.take("train", order[(first + k) % systems] as number);
  }
}
