import { collections } from "../../config/collections.ts";
import type { Config } from "../../config/schema.ts";
import { type Collection, openedCollection } from "../../data/graphs.ts";
import { RandomStream } from "../../random/random-stream.ts";
import type { PaddedSet } from "../padded/epochs.ts";
import { paddedSizes } from "../padded/sizes.ts";

export const FOLDS = 10;

/**
 * Ten parts of a collection with the same mix of classes: each class, shuffled, is dealt out to them in turn. The same for
 * every seed, so that runs can be compared.
 */
export function foldsOf({ name, classes, graphs }: Collection): readonly (readonly number[])[] {
  const folds = Array.from({ length: FOLDS }, (): number[] => []);
  let next = 0;
  for (let kind = 0; kind < classes; kind++) {
    const own = graphs.flatMap((graph, index) => (graph.kind === kind ? [index] : []));
    for (const index of new RandomStream(0, `folds of ${name}`, kind).shuffle(own)) {
      folds[next++ % FOLDS]?.push(index);
    }
  }
  return folds.map((fold) => new RandomStream(0, "order of a fold", fold[0] ?? 0).shuffle([...fold]));
}

/** What one fold leaves to learn from; a collection's graphs by index. */
interface Split {
  readonly train: readonly number[];
  readonly valid: readonly number[];
  readonly test: readonly number[];
}

/** A config's graphs. */
export interface Prepared extends PaddedSet {
  readonly collection: Collection;
  readonly split: Split;
}

/** Padded sizes: more are more programs to compile. */
const SIZES = 3;
const SMALLEST_TO_PAD = 40;

function prepare(collection: Collection, fold: number): Prepared {
  const folds = foldsOf(collection);
  const [test, valid] = [fold - 1, fold % FOLDS];
  const split = {
    test: folds[test] as readonly number[],
    valid: folds[valid] as readonly number[],
    train: folds.flatMap((own, k) => (k === test || k === valid ? [] : own)),
  };
  const count = (index: number) => collection.graphs[index]?.labels.length ?? 0;
  const counts = collection.graphs.map((_, index) => count(index));
  const largest = Math.max(...counts);
  return {
    collection,
    split,
    train: split.train,
    sizes: paddedSizes(counts, largest, largest > SMALLEST_TO_PAD ? SIZES : 1),
    count,
  };
}

const kept = new Map<string, Prepared>();

/** @throws Error where the config's collection has not been opened, or is not what the settings of networks take it for */
export function preparedFor({ collection: name, fold }: Pick<Config, "collection" | "fold">): Prepared {
  const key = `${name} ${fold}`;
  const known = kept.get(key);
  if (known) return known;
  const collection = openedCollection(name);
  if (!collection) throw new Error("The graphs have not been opened.");
  const { labels, classes } = collections[name];
  if (collection.labels !== labels || collection.classes !== classes) {
    throw new Error(
      `${name} has ${collection.labels} labels and ${collection.classes} classes, not ${labels}, ${classes}.`,
    );
  }
  const prepared = prepare(collection, fold);
  kept.set(key, prepared);
  return prepared;
}
