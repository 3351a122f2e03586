import type { Config } from "../../config/schema.ts";
import { RandomStream } from "../../random/random-stream.ts";

/** Tokens, and the class that is asked. */
export interface TokenSequence {
  readonly tokens: Float32Array<ArrayBuffer>;
  readonly label: number;
  /** The place that tells the class, where one does. */
  readonly place: number | null;
}

/** Levels that a signal is rounded to. */
const LEVELS = 12;
/** Standard deviation of the noise beside a wave of height one. */
const NOISE = 0.7;

/** Different tokens of a config's sequences. */
export const tokensOf = ({ sequence, classes }: Config): number => (sequence === "recall" ? classes + 1 : LEVELS);

/** Symbols at random, one of them marked by a token of its own in front: which symbol follows the mark? */
function drawRecall({ positions, classes }: Config, random: RandomStream): TokenSequence {
  const tokens = Float32Array.from({ length: positions }, () => random.below(classes));
  const mark = random.below(positions - 1);
  tokens[mark] = classes;
  return { tokens, label: tokens[mark + 1] as number, place: mark + 1 };
}

/** Waves of class c come and go 2 (c + 1) times; phase and noise are drawn, and values are rounded to levels. */
function drawFrequency({ positions, classes }: Config, random: RandomStream): TokenSequence {
  const label = random.below(classes);
  const phase = 2 * Math.PI * random.uniform();
  const tokens = Float32Array.from({ length: positions }, (_, k) => {
    const value = Math.sin((4 * Math.PI * (label + 1) * k) / positions + phase) + NOISE * random.normal();
    return Math.min(LEVELS - 1, Math.max(0, Math.floor(((value + 3) / 6) * LEVELS)));
  });
  return { tokens, label, place: null };
}

/** A sequence of a config's data; the same for equal arguments. */
export function drawSequence(config: Config, purpose: string, index: number): TokenSequence {
  const random = new RandomStream(config.seed, `${config.sequence} ${purpose}`, index);
  return config.sequence === "recall" ? drawRecall(config, random) : drawFrequency(config, random);
}
