import type { Config } from "../../config/schema.ts";
import type { DataFiles, Watch } from "../../data/data-files.ts";
import { RandomStream } from "../../random/random-stream.ts";
import { badgesSource } from "./badges.ts";
import { earthquakesSource } from "./earthquakes.ts";
import { type GapClockDraws, gapClock, gapClockLimits, gapClockSequence } from "./gap-clock.ts";
import { drawRenewal, renewalLimits } from "./renewal.ts";

/** Events of some kinds, one after the other. */
export interface Sequence {
  /** Index of each one's kind. */
  readonly types: readonly number[];
  /** In the unit of its kind of events, never falling. */
  readonly times: readonly number[];
  /** On the unit sphere, where events have a place, and the angle of the frame that each is lifted with. */
  readonly places?: readonly (readonly number[])[];
  readonly frames?: readonly number[];
  /** The first event that is learned from, and asked in tests: those before it are given. */
  readonly from: number;
}

/** Where sequences come from. */
export interface EventSource {
  /** Reads its data, where it has some. @throws BrokenFileError */
  open?(files: DataFiles, watch?: Watch): Promise<void>;
  /** A sequence of history + 1 events at most; the same for equal arguments. */
  sequence(config: Config, purpose: string, index: number): Sequence;
  /** Metrics of no network on some sequences: what to compare with. */
  beside(sequences: readonly Sequence[]): Readonly<Record<string, number>>;
  /** What each kind is called. */
  names(): readonly string[];
}

const numbered = (count: number) => Array.from({ length: count }, (_, k) => String(k + 1));

function drawGapClock({ seed, history }: Config, purpose: string, index: number): Sequence {
  const random = new RandomStream(seed, `gap clock ${purpose}`, index);
  const draws: GapClockDraws = {
    first: random.below(gapClock.symbols),
    second: random.below(gapClock.symbols),
    gaps: Array.from({ length: history }, () => Math.exp(random.normal())),
    noisy: Array.from({ length: history - 1 }, () => Number(random.uniform() < gapClock.noise)),
    noise: Array.from({ length: history - 1 }, () => random.below(gapClock.symbols)),
  };
  const { types, times } = gapClockSequence(gapClock, draws);
  return { types, times, from: 2 };
}

const sources: Readonly<Record<Config["events"], EventSource>> = {
  "gap-clock": {
    sequence: drawGapClock,
    beside: () => {
      const { best, orderOnly } = gapClockLimits(gapClock);
      return { best, reference: orderOnly };
    },
    names: () => numbered(gapClock.symbols),
  },
  renewal: {
    sequence: drawRenewal,
    beside: renewalLimits,
    names: () => numbered(4),
  },
  badges: badgesSource,
  earthquakes: earthquakesSource,
};

export const sourceOf = ({ events }: Config): EventSource => sources[events];
