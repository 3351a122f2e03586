/**
 * Counter-based random numbers: every draw is a hash of (seed, purpose, step, index), so a config reproduces its run
 * whatever order things are drawn in. The hash is the 32-bit finaliser "lowbias32" (C. Wellons, 2018), chained.
 */
function mix(x: number): number {
  let h = x >>> 0;
  h = Math.imul(h ^ (h >>> 16), 0x7feb352d);
  h = Math.imul(h ^ (h >>> 15), 0x846ca68b);
  return (h ^ (h >>> 16)) >>> 0;
}

function hashText(text: string): number {
  let h = 0x811c9dc5;
  for (let k = 0; k < text.length; k++) h = Math.imul(h ^ text.charCodeAt(k), 0x01000193);
  return h >>> 0;
}

/** A stream of draws for one purpose at one step. */
export class RandomStream {
  readonly #key: number;
  #counter = 0;

  constructor(seed: number, purpose: string, step = 0) {
    this.#key = mix(mix(mix(seed) ^ hashText(purpose)) + step);
  }

  /** Uniform in [0, 1), 24 bits. */
  uniform(): number {
    return (mix(this.#key ^ mix(this.#counter++)) >>> 8) / 0x1000000;
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
