/*
 * Philox4x32-10 (Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011): a counter of 128
 * bits and a key of 64 are mixed in ten rounds to 128 random bits. Its outputs pass TestU01's BigCrush, whatever stride the
 * counter goes in.
 */

const MULTIPLIERS = [0xd2511f53, 0xcd9e8d57] as const;
/** What the key grows by each round: the golden ratio and sqrt(3) - 1, as fractions of 2^32. */
const WEYL = [0x9e3779b9, 0xbb67ae85] as const;
const ROUNDS = 10;

/** Upper 32 bits of a product of two whole numbers of 32 bits. */
function upperProduct(a: number, b: number): number {
  const [low, high] = [a & 0xffff, a >>> 16];
  const [otherLow, otherHigh] = [b & 0xffff, b >>> 16];
  const middle = high * otherLow + ((low * otherLow) >>> 16);
  const rest = low * otherHigh + (middle & 0xffff);
  return (high * otherHigh + (middle >>> 16) + (rest >>> 16)) >>> 0;
}

/** Four words of 32 bits. */
export type Counter = readonly [number, number, number, number];

/** The four random words of 32 bits that belong to a counter and a key. */
export function philox(counter: Counter, key: readonly [number, number]): Counter {
  let [c0, c1, c2, c3] = counter;
  let [k0, k1] = key;
  for (let round = 0; round < ROUNDS; round++) {
    const upper = upperProduct(c0, MULTIPLIERS[0]);
    const otherUpper = upperProduct(c2, MULTIPLIERS[1]);
    const lower = Math.imul(c0, MULTIPLIERS[0]);
    const otherLower = Math.imul(c2, MULTIPLIERS[1]);
    c0 = (otherUpper ^ c1 ^ k0) >>> 0;
    c1 = otherLower >>> 0;
    c2 = (upper ^ c3 ^ k1) >>> 0;
    c3 = lower >>> 0;
    k0 = (k0 + WEYL[0]) >>> 0;
    k1 = (k1 + WEYL[1]) >>> 0;
  }
  return [c0, c1, c2, c3];
}
