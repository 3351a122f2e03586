import { eventSources } from "../../config/event-sources.ts";
import type { Config } from "../../config/schema.ts";
import { type Badges, openedBadges } from "../../data/badges.ts";
import { RandomStream } from "../../random/random-stream.ts";
import { likeliest } from "../likeliest.ts";
import type { EventSource, Sequence } from "./source.ts";

/** One user in ten is for validation, and one for tests. */
const SHARE = 0.1;

function openedOrFail(): Badges {
  const badges = openedBadges();
  if (!badges) throw new Error("The badges have not been opened.");
  return badges;
}

interface Split {
  readonly train: readonly number[];
  readonly validation: readonly number[];
  readonly test: readonly number[];
}

let kept: { readonly of: Badges; readonly split: Split; readonly followers: readonly (readonly number[])[] } | null =
  null;

/** What is known of the badges that are opened. */
function known(badges: Badges) {
  if (kept?.of !== badges) {
    const split = splitOf(badges);
    kept = { of: badges, split, followers: followers(badges, split) };
  }
  return kept;
}

/** Users by what they are for: the same for every seed, so that runs can be compared. */
function splitOf({ users }: Badges): Split {
  const order = new RandomStream(0, "users").shuffle(users.map((_, k) => k));
  const own = Math.round(SHARE * users.length);
  return { test: order.slice(0, own), validation: order.slice(own, 2 * own), train: order.slice(2 * own) };
}

/** Counts of what followed what, among the users that are learned from. */
function followers({ users }: Badges, { train }: Split): readonly (readonly number[])[] {
  const { types: kinds } = eventSources.badges;
  const counts = Array.from({ length: kinds }, () => new Array<number>(kinds).fill(0));
  for (const u of train) {
    const types = users[u]?.types ?? [];
    for (let k = 1; k < types.length; k++) {
      const row = counts[types[k - 1] as number] as number[];
      row[types[k] as number] = (row[types[k] as number] as number) + 1;
    }
  }
  return counts;
}

/** Badges of a user: all of few, or some that follow each other, drawn anew whenever they are learned from. */
function badgesOf({ history, seed }: Config, purpose: string, index: number): Sequence {
  const badges = openedOrFail();
  const { split } = known(badges);
  const place = purpose === "train" ? "train" : purpose === "test" ? "test" : "validation";
  const random = new RandomStream(seed, `badges ${purpose}`, index);
  const own = split[place];
  const user = own[purpose === "train" ? random.below(own.length) : index % own.length] as number;
  const { types, times } = badges.users[user] as Badges["users"][number];
  const most = history + 1;
  const over = Math.max(0, types.length - most);
  const start = purpose === "train" ? random.below(over + 1) : over;
  const first = times[start] as number;
  return {
    types: types.slice(start, start + most),
    times: times.slice(start, start + most).map((time) => time - first),
    from: 1,
  };
}

export const badgesSource: EventSource = {
  sequence: badgesOf,
  beside(sequences) {
    const badges = openedOrFail();
    const { followers: counts } = known(badges);
    const next = counts.map(likeliest);
    const totals = Array.from({ length: counts.length }, (_, kind) =>
      counts.reduce((sum, row) => sum + (row[kind] as number), 0),
    );
    const usual = likeliest(totals);
    let [markov, majority, asked] = [0, 0, 0];
    for (const { types, from } of sequences) {
      for (let k = from; k < types.length; k++) {
        markov += Number(next[types[k - 1] as number] === types[k]);
        majority += Number(usual === types[k]);
        asked++;
      }
    }
    return { reference: markov / asked, majority: majority / asked };
  },
  names: () => openedOrFail().names,
};
