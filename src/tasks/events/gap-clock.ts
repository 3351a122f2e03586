/**
 * The gap clock (`docs/neighbours.md`, 4.6): a symbol goes one on where the last gap was longer than the threshold and stays
 * where it was not, but for noise. Without the gaps nobody can tell which, so that an order of events alone is worth little.
 */
export interface GapClock {
  readonly symbols: number;
  /** How often the next symbol is drawn evenly from all instead. */
  readonly noise: number;
  /** Days. */
  readonly threshold: number;
}

/** Half of the gaps, which are log-normal(0, 1), are longer than a day. */
export const gapClock: GapClock = { symbols: 5, noise: 0.1, threshold: 1 };

/** Draws of one sequence. */
export interface GapClockDraws {
  readonly first: number;
  readonly second: number;
  /** Days between event k and event k + 1. */
  readonly gaps: ArrayLike<number>;
  /** Of the events from the third on: whether they are noise, and which symbol they are then. */
  readonly noisy: ArrayLike<number>;
  readonly noise: ArrayLike<number>;
}

interface GapClockSequence {
  readonly types: number[];
  /** Days. */
  readonly times: number[];
  /** The likeliest symbol of each event from the third on. */
  readonly best: number[];
}

export function gapClockSequence({ symbols, threshold }: GapClock, draws: GapClockDraws): GapClockSequence {
  const types = [draws.first, draws.second];
  const times = [0];
  for (let k = 0; k < draws.gaps.length; k++) times.push((times[k] as number) + (draws.gaps[k] as number));
  const best: number[] = [];
  for (let k = 0; k < draws.noisy.length; k++) {
    const goesOn = (draws.gaps[k] as number) > threshold;
    const likeliest = ((types[k + 1] as number) + Number(goesOn)) % symbols;
    best.push(likeliest);
    types.push(draws.noisy[k] ? (draws.noise[k] as number) : likeliest);
  }
  return { types, times, best };
}

/** Shares of right answers, and cross entropies in nats. */
interface Limits {
  /** Of whoever knows the rule and the gaps. */
  readonly best: number;
  readonly bestCrossEntropy: number;
  /** Of whoever knows the rule and the order, but no gap; half of the gaps are long. */
  readonly orderOnly: number;
  readonly orderOnlyCrossEntropy: number;
}

/** What can be reached at best: the next symbol is the rule's with one probability, each other one's with another. */
export function gapClockLimits({ symbols, noise }: GapClock): Limits {
  const stray = noise / symbols;
  const best = 1 - noise + stray;
  const orderOnly = (best + stray) / 2;
  const surprise = (probability: number) => -probability * Math.log(probability);
  return {
    best,
    bestCrossEntropy: surprise(best) + (symbols - 1) * surprise(stray),
    orderOnly,
    orderOnlyCrossEntropy: 2 * surprise(orderOnly) + (symbols - 2) * surprise(stray),
  };
}
