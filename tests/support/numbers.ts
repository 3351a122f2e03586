import { expect } from "vitest";
import { RandomStream } from "../../src/random/random-stream.ts";

/** Normal numbers that are the same in every run. */
export function normals(count: number, purpose: string, scale = 1): number[] {
  const random = new RandomStream(0, purpose);
  return Array.from({ length: count }, () => scale * random.normal());
}

/** Largest |a - b| relative to the largest |b|. */
export function relativeError(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (actual.length !== expected.length) return Number.POSITIVE_INFINITY;
  let difference = 0;
  let largest = 0;
  for (let k = 0; k < expected.length; k++) {
    const d = Math.abs((actual[k] as number) - (expected[k] as number));
    difference = Number.isNaN(d) ? Number.POSITIVE_INFINITY : Math.max(difference, d);
    largest = Math.max(largest, Math.abs(expected[k] as number));
  }
  return difference / (largest || 1);
}

/** Fails with the worst entry when two lists differ by more than `tolerance` of the largest expected entry. */
export function expectClose(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  tolerance: number,
  what = "",
): void {
  const error = relativeError(actual, expected);
  expect(error, `${what} differs by ${error} of its largest entry`).toBeLessThanOrEqual(tolerance);
}
