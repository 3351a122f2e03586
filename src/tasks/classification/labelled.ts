import type { Config } from "../../config/schema.ts";
import { setDimension } from "../../config/sections/classification.ts";
import { RandomStream } from "../../random/random-stream.ts";
import type { Cloud } from "../clouds/cloud.ts";
import type { CloudKind } from "../clouds/kinds.ts";
import { rigidTestSets } from "../clouds/test-sets.ts";
import { isOpened, type LabelledSet, openedSet } from "./set.ts";

/** One cloud in five is for tests. */
const TEST_SHARE = 0.2;

interface Split {
  readonly train: readonly number[];
  readonly test: readonly number[];
}

const splits = new WeakMap<LabelledSet, Split>();

/** Which clouds are trained on and which are for tests: the same for every seed, so that runs can be compared. */
export function splitOf(set: LabelledSet): Split {
  const known = splits.get(set);
  if (known) return known;
  const order = set.clouds.map((_, k) => k);
  new RandomStream(0, `split of ${set.name}`).shuffle(order);
  const tests = Math.max(1, Math.round(TEST_SHARE * order.length));
  const split = { test: order.slice(0, tests), train: order.slice(tests) };
  splits.set(set, split);
  return split;
}

/** The order of the last epoch that was asked for. */
let epoch: { readonly key: string; readonly of: LabelledSet; readonly order: readonly number[] } | null = null;

/** Training cloud `index`, epoch after epoch, each in an order of its own. */
function trainingPlace(set: LabelledSet, seed: number, index: number): number {
  const { train } = splitOf(set);
  const round = Math.floor(index / train.length);
  const key = `${seed} ${round}`;
  if (epoch?.key !== key || epoch.of !== set) {
    const order = [...train];
    new RandomStream(seed, "order of an epoch", round).shuffle(order);
    epoch = { key, of: set, order };
  }
  return epoch.order[index % train.length] as number;
}

function cloudOf(config: Config, purpose: string, index: number): Cloud {
  const set = openedSet(config.set);
  const { test } = splitOf(set);
  const place = purpose === "train" ? trainingPlace(set, config.seed, index) : (test[index % test.length] as number);
  const { points, kind } = set.clouds[place] as LabelledSet["clouds"][0];
  const dimension = setDimension(config);
  const coordinates = new Float32Array(config.slots * dimension);
  coordinates.set(points.slice(0, config.slots).flat());
  return {
    points: coordinates,
    mask: Float32Array.from({ length: config.slots }, (_, k) => (k < points.length ? 1 : 0)),
    pattern: new Uint8Array(config.slots).fill(kind),
    labels: Float32Array.of(kind),
  };
}

/** Clouds of a set, to be told apart: one row, a class a kind. */
export const labelled: CloudKind = {
  slots: ({ slots }) => slots,
  rows: () => ["kind"],
  words: { question: "Of which kind?", answers: "Kinds", row: "What" },
  coloured: false,
  upright: false,
  testSets: rigidTestSets,
  classes: ({ kinds }) => kinds,
  answers: ({ set, kinds }) =>
    isOpened(set) ? openedSet(set).kinds : Array.from({ length: kinds }, (_, k) => `kind ${k + 1}`),
  cloud: cloudOf,
};

/** What the settings of a set must say. */
export function settingsOf(set: LabelledSet): Pick<Config, "set" | "space" | "slots" | "kinds" | "tests"> {
  return {
    set: set.name,
    space: set.dimension,
    slots: Math.max(...set.clouds.map(({ points }) => points.length)),
    kinds: set.kinds.length,
    tests: Math.min(2000, Math.max(16, splitOf(set).test.length)),
  };
}
