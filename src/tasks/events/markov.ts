import { likeliest } from "../likeliest.ts";
import type { Sequence } from "./source.ts";

/** Counts of what kind followed what in some sequences of kinds: [before][after]. */
export function followers(sequences: readonly (readonly number[])[], kinds: number): readonly (readonly number[])[] {
  const counts = Array.from({ length: kinds }, () => new Array<number>(kinds).fill(0));
  for (const types of sequences) {
    for (let k = 1; k < types.length; k++) {
      const row = counts[types[k - 1] as number] as number[];
      row[types[k] as number] = (row[types[k] as number] as number) + 1;
    }
  }
  return counts;
}

/** How often whoever names what followed the last kind most often is right, and whoever names the usual kind. */
export function markovLimits(
  counts: readonly (readonly number[])[],
  sequences: readonly Sequence[],
): { reference: number; majority: number } {
  const next = counts.map(likeliest);
  const usual = likeliest(counts.map((_, kind) => counts.reduce((sum, row) => sum + (row[kind] as number), 0)));
  let [markov, majority, asked] = [0, 0, 0];
  for (const { types, from } of sequences) {
    for (let k = from; k < types.length; k++) {
      markov += Number(next[types[k - 1] as number] === types[k]);
      majority += Number(usual === types[k]);
      asked++;
    }
  }
  return { reference: markov / asked, majority: majority / asked };
}
