import fc from "fast-check";
import { expect, test } from "vitest";
import { philox } from "../../src/random/philox.ts";

/** Published with Random123 (`kat_vectors`, philox4x32 of ten rounds). */
test.each([
  ["zeros", [0, 0, 0, 0], [0, 0], [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8]],
  [
    "ones",
    [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
    [0xffffffff, 0xffffffff],
    [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd],
  ],
  [
    "digits of pi",
    [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
    [0xa4093822, 0x299f31d0],
    [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1],
  ],
] as const)("the published answer for %s", (_, counter, key, answer) => {
  expect(philox(counter, key)).toEqual(answer);
});

const word = fc.integer({ min: 0, max: 0xffffffff });

/** The same in whole numbers of any size. */
function reference(counter: readonly number[], key: readonly number[]): number[] {
  let c = counter.map(BigInt);
  let k = key.map(BigInt);
  const low = (n: bigint) => n & 0xffffffffn;
  for (let round = 0; round < 10; round++) {
    const [c0, c1, c2, c3] = c as [bigint, bigint, bigint, bigint];
    const [k0, k1] = k as [bigint, bigint];
    const [p, q] = [c0 * 0xd2511f53n, c2 * 0xcd9e8d57n];
    c = [(q >> 32n) ^ c1 ^ k0, low(q), (p >> 32n) ^ c3 ^ k1, low(p)];
    k = [low(k0 + 0x9e3779b9n), low(k1 + 0xbb67ae85n)];
  }
  return c.map(Number);
}

test("products of 32 bits lose nothing", () => {
  fc.assert(
    fc.property(fc.tuple(word, word, word, word), fc.tuple(word, word), (counter, key) => {
      expect(philox(counter, key)).toEqual(reference(counter, key));
    }),
    { numRuns: 300 },
  );
});
