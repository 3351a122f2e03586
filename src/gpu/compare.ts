/** One of several ways to compute the same thing. */
export interface Candidate {
  readonly name: string;
  /** Computes that many times and resolves when the adapter has finished. */
  run(repeats: number): Promise<void>;
  /** What it computed, so that candidates can be held to the same numbers. */
  result(): Promise<Float32Array>;
  destroy(): void;
}

/** More than rounding apart, candidates do not compute the same. */
export const AGREEMENT = 1e-3;

/** Largest difference between the first result and the others, relative to its largest entry. */
export function disagreementOf(results: readonly Float32Array[]): number {
  const [first, ...others] = results as [Float32Array, ...Float32Array[]];
  let largest = 0;
  let difference = 0;
  first.forEach((value, k) => {
    largest = Math.max(largest, Math.abs(value));
    for (const other of others) difference = Math.max(difference, Math.abs((other[k] as number) - value));
  });
  return difference === 0 ? 0 : difference / largest;
}

const MAX_REPEATS = 64;
/** No round trip takes longer. */
const ROUND_TRIP_MS = 250;

const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2
    ? (sorted[middle] as number)
    : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
};

async function timed(candidate: Candidate, repeats: number): Promise<number> {
  const started = performance.now();
  await candidate.run(repeats);
  return (performance.now() - started) / repeats;
}

/**
 * Median milliseconds of each candidate. They take turns, so that a machine that slows down slows all of them alike;
 * the first run of each, which compiles, does not count. A sample repeats its work until it lasts `sampleMs`, so that the
 * round trip to the adapter hardly counts.
 */
export async function compare(
  candidates: readonly Candidate[],
  samples: number,
  sampleMs = 120,
): Promise<Map<string, number>> {
  const repeats = new Map<Candidate, number>();
  for (const candidate of candidates) {
    await candidate.run(1);
    let once = await timed(candidate, 1);
    // What one more run costs: the round trip to the adapter alone can take as long as many.
    if (once < ROUND_TRIP_MS) once = Math.max((9 * (await timed(candidate, 9)) - once) / 8, 1e-3);
    repeats.set(candidate, Math.min(MAX_REPEATS, Math.max(1, Math.round(sampleMs / once))));
  }
  const times = new Map(candidates.map((candidate) => [candidate.name, [] as number[]]));
  for (let sample = 0; sample < samples; sample++) {
    for (const candidate of candidates) {
      times.get(candidate.name)?.push(await timed(candidate, repeats.get(candidate) as number));
    }
  }
  return new Map([...times].map(([name, list]) => [name, median(list)]));
}
