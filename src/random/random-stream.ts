import { type Counter, philox } from "./philox.ts";

/** FNV-1a of a text, 32 bits. */
function hash(text: string): number {
  let h = 0x811c9dc5;
  for (let k = 0; k < text.length; k++) h = Math.imul(h ^ text.charCodeAt(k), 0x01000193);
  return h >>> 0;
}

/**
 * A stream of draws for one purpose at one step: a pure function of seed, purpose, step and place in the stream, so that a
 * config reproduces its run whatever order things are drawn in.
 */
export class RandomStream {
  readonly #key: readonly [number, number];
  readonly #step: number;
  #drawn = 0;
  #words: Counter = [0, 0, 0, 0];

  /** Seed and step are whole numbers from 0 to 2^32 - 1. */
  constructor(seed: number, purpose: string, step = 0) {
    this.#key = [seed, hash(purpose)];
    this.#step = step;
  }

  /** Uniform in [0, 1), 24 bits. */
  uniform(): number {
    const place = this.#drawn % 4;
    if (place === 0) this.#words = philox([this.#drawn / 4, this.#step, 0, 0], this.#key);
    this.#drawn++;
    return ((this.#words[place] as number) >>> 8) / 0x1000000;
  }

  /** Standard normal, by Box and Muller. */
  normal(): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.uniform()));
    return radius * Math.cos(2 * Math.PI * this.uniform());
  }

  /** Whole number in 0 .. size - 1. */
  below(size: number): number {
    return Math.floor(this.uniform() * size);
  }

  /** Shuffles in place (Fisher and Yates). */
  shuffle<T>(items: T[]): T[] {
    for (let k = items.length - 1; k > 0; k--) {
      const other = this.below(k + 1);
      [items[k], items[other]] = [items[other] as T, items[k] as T];
    }
    return items;
  }
}
