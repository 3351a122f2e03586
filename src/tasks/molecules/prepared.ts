import type { Config } from "../../config/schema.ts";
import { openedQm9, type Qm9, type Use } from "../../data/qm9.ts";
import { countsOf } from "../../molecules/molecule.ts";
import { type Target, targets } from "../../molecules/targets.ts";
import { RandomStream } from "../../random/random-stream.ts";
import type { PaddedSet } from "../padded/epochs.ts";
import { paddedSizes } from "../padded/sizes.ts";
import { leastSquares } from "./least-squares.ts";

/** Molecules of a config, with what must be known of them to learn its property. */
export interface Prepared {
  readonly set: Qm9;
  readonly target: Target;
  /** Indices into the set, in an order that is the same for every seed: a test of few is of its first ones. */
  readonly split: Readonly<Record<Use, readonly number[]>>;
  /** Slots of atoms that a batch may have, ascending; the last one holds any molecule. */
  readonly sizes: readonly number[];
  /** The fit on counts of atoms, and a constant. */
  readonly fit: readonly number[];
  /** A property is learned as (value - reference - shift) / scale. */
  readonly shift: number;
  readonly scale: number;
}

/** Training molecules as batches are made of them. */
export const paddedSetOf = ({ set, split, sizes }: Pick<Prepared, "set" | "split" | "sizes">): PaddedSet => ({
  train: split.train,
  sizes,
  count: (index) => set.atomsOf(index),
});

const rowOf = (z: Uint8Array): number[] => [...countsOf(z), 1];

const product = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, value, k) => sum + value * (b[k] as number), 0);

/** What the fit on counts says of a molecule, in stored units. */
export const fitted = ({ fit }: Pick<Prepared, "fit">, z: Uint8Array): number => product(rowOf(z), fit);

/** What is taken off a molecule's property, besides the free atoms that the data have taken off. */
export const referenceOf = (config: Config, prepared: Pick<Prepared, "fit">, z: Uint8Array): number =>
  config.references === "counts" ? fitted(prepared, z) : 0;

/** Lower median of some values, which it sorts. */
function median(values: Float64Array): number {
  values.sort();
  return values[Math.floor((values.length - 1) / 2)] as number;
}

/** Shift and scale of some values: mean and deviation (n - 1), or median and median absolute deviation. */
export function standardOf(kind: Config["standard"], values: Float64Array): { shift: number; scale: number } {
  if (kind === "mad") {
    const shift = median(Float64Array.from(values));
    return { shift, scale: median(values.map((value) => Math.abs(value - shift))) || 1 };
  }
  const shift = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - shift) ** 2, 0);
  return { shift, scale: Math.sqrt(squares / Math.max(1, values.length - 1)) || 1 };
}

function prepare(config: Config, set: Qm9): Prepared {
  const indices = (use: Use) => new RandomStream(0, `order of ${use}`).shuffle(Array.from(set.indicesOf(use)));
  const train = indices("train").slice(0, config.train);
  const valueAt = (index: number) => set.targetOf(index, config.target);
  const fit = leastSquares(train.map((index) => ({ row: rowOf(set.zOf(index)), value: valueAt(index) })));
  const rests = Float64Array.from(train, (index) => valueAt(index) - referenceOf(config, { fit }, set.zOf(index)));
  return {
    set,
    target: targets[config.target],
    split: { train, valid: indices("valid"), test: indices("test") },
    sizes: paddedSizes(
      train.map((index) => set.atomsOf(index)),
      set.maxAtoms,
      config.buckets,
    ),
    fit,
    ...standardOf(config.standard, rests),
  };
}

/** What was prepared last: the networks that run, what is looked at, and what is compared may differ. */
const MOST = 6;
const kept = new Map<string, Prepared>();

/** @throws Error where the config's molecules have not been opened */
export function preparedFor(config: Config): Prepared {
  const { molecules, train, target, references, standard, buckets } = config;
  const key = JSON.stringify({ molecules, train, target, references, standard, buckets });
  const known = kept.get(key);
  if (known) {
    // The last ones that were asked for stay.
    kept.delete(key);
    kept.set(key, known);
    return known;
  }
  const set = openedQm9(molecules);
  if (!set) throw new Error("The molecules have not been opened.");
  const prepared = prepare(config, set);
  kept.set(key, prepared);
  for (const old of [...kept.keys()].slice(0, Math.max(0, kept.size - MOST))) kept.delete(old);
  return prepared;
}
