import { RandomStream } from "../../random/random-stream.ts";
import { sizeFor } from "./sizes.ts";

/** Examples that go through a network together, all of at most so many points. */
export interface Draw {
  readonly slots: number;
  /** Into the set. */
  readonly indices: readonly number[];
}

/** What is trained on, and what it is padded to. */
export interface PaddedSet {
  /** Into the set. */
  readonly train: readonly number[];
  /** Sizes that batches may have, ascending; the last one holds any example. */
  readonly sizes: readonly number[];
  /** Points of an example. */
  count(index: number): number;
}

/**
 * An epoch in batches of one padded size each, in a random order. What is left over of a size joins the next larger one; the
 * last batch is filled up with some of the epoch's examples once more, so that none is left out.
 */
function batchesOf({ train, sizes, count }: PaddedSet, batch: number, random: RandomStream): Draw[] {
  const order = random.shuffle([...train]);
  const bySize = new Map(sizes.map((size) => [size, [] as number[]]));
  for (const index of order) bySize.get(sizeFor(sizes, count(index)))?.push(index);
  const draws: Draw[] = [];
  let over: number[] = [];
  for (const slots of sizes) {
    const own = [...over, ...(bySize.get(slots) as number[])];
    const whole = Math.floor(own.length / batch);
    for (let k = 0; k < whole; k++) draws.push({ slots, indices: own.slice(k * batch, (k + 1) * batch) });
    over = own.slice(whole * batch);
  }
  if (over.length > 0) {
    const more = Array.from({ length: batch - over.length }, (_, k) => order[k % order.length] as number);
    draws.push({ slots: sizes.at(-1) as number, indices: [...over, ...more] });
  }
  return random.shuffle(draws);
}

/** Epochs of a set; the same for equal arguments. */
export class Epochs {
  readonly #set: PaddedSet;
  readonly #batch: number;
  readonly #seed: number;
  #last: { readonly epoch: number; readonly draws: readonly Draw[] };

  constructor(set: PaddedSet, batch: number, seed: number) {
    this.#set = set;
    this.#batch = batch;
    this.#seed = seed;
    this.#last = { epoch: 0, draws: this.#drawn(0) };
  }

  #drawn(epoch: number): Draw[] {
    return batchesOf(this.#set, this.#batch, new RandomStream(this.#seed, "order of an epoch", epoch));
  }

  /** Steps an epoch takes: as many in each. */
  get steps(): number {
    return this.#last.draws.length;
  }

  drawOf(step: number): Draw {
    const epoch = Math.floor(step / this.steps);
    if (epoch !== this.#last.epoch) this.#last = { epoch, draws: this.#drawn(epoch) };
    return this.#last.draws[step % this.steps] as Draw;
  }
}

/** Some examples in batches of one padded size each; the last of a size repeats its first ones, beyond `own` of them. */
export function inBatches(
  { sizes, count }: Pick<PaddedSet, "sizes" | "count">,
  indices: readonly number[],
  batch: number,
): (Draw & { readonly own: number })[] {
  return sizes.flatMap((slots) => {
    const fitting = indices.filter((index) => sizeFor(sizes, count(index)) === slots);
    return Array.from({ length: Math.ceil(fitting.length / batch) }, (_, k) => {
      const some = fitting.slice(k * batch, (k + 1) * batch);
      const whole = Array.from({ length: batch }, (__, place) => some[place % some.length] as number);
      return { slots, indices: whole, own: some.length };
    });
  });
}
