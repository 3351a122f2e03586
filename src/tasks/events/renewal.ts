import { eventSources } from "../../config/event-sources.ts";
import type { Config } from "../../config/schema.ts";
import { RandomStream } from "../../random/random-stream.ts";
import { likeliest } from "../likeliest.ts";
import type { Sequence } from "./source.ts";

/**
 * Events at independent gaps, a renewal process; each is of the kind of an earlier one, drawn with odds exp(kappa(t - t')) by
 * a stationary kernel with a daily cycle. That is what attention with one location kernel and no content computes, so that
 * kappa can be recovered, but for a constant that all odds share.
 */

/** Log-odds by the time between two events, in days: highest a whole number of days apart. */
export const trueKernel = (days: number): number =>
  2.5 * Math.cos(2 * Math.PI * days) + 1.5 * Math.cos(4 * Math.PI * days);

/** Mean gap in days, and kinds that the first events are of, one each. */
const GAP = 0.37;
const KINDS = eventSources.renewal.types;

/** Odds of the kinds of an event at `time`, given those before it. */
export function renewalOdds(types: readonly number[], times: readonly number[], time: number): number[] {
  const odds = new Array<number>(KINDS).fill(0);
  types.forEach((type, k) => {
    odds[type] = (odds[type] as number) + Math.exp(trueKernel(time - (times[k] as number)));
  });
  const total = odds.reduce((sum, value) => sum + value, 0);
  return odds.map((value) => value / total);
}

export function drawRenewal({ seed, history }: Config, purpose: string, index: number): Sequence {
  const random = new RandomStream(seed, `renewal ${purpose}`, index);
  const types = random.shuffle(Array.from({ length: KINDS }, (_, k) => k));
  const times: number[] = [];
  let time = 0;
  for (let k = 0; k <= history; k++) {
    // Exponential gaps.
    time -= GAP * Math.log(1 - random.uniform());
    if (k >= KINDS) {
      const odds = renewalOdds(types, times, time);
      let left = random.uniform();
      const kind = odds.findIndex((share) => {
        left -= share;
        return left < 0;
      });
      types.push(kind < 0 ? KINDS - 1 : kind);
    }
    times.push(time);
  }
  return { types, times, from: KINDS };
}

/** How often whoever knows the kernel is right, and whoever names the kind that came most often before. */
export function renewalLimits(sequences: readonly Sequence[]): { best: number; reference: number } {
  let [known, usual, asked] = [0, 0, 0];
  for (const { types, times, from } of sequences) {
    for (let k = from; k < types.length; k++) {
      const before = types.slice(0, k);
      const counts = Array.from({ length: KINDS }, (_, kind) => before.filter((one) => one === kind).length);
      known += Number(likeliest(renewalOdds(before, times.slice(0, k), times[k] as number)) === types[k]);
      usual += Number(likeliest(counts) === types[k]);
      asked++;
    }
  }
  return { best: known / asked, reference: usual / asked };
}
