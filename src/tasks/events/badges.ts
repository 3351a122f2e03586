import { eventSources } from "../../config/event-sources.ts";
import type { Config } from "../../config/schema.ts";
import { type Badges, openBadges, openedBadges } from "../../data/badges.ts";
import { RandomStream } from "../../random/random-stream.ts";
import { followers, markovLimits } from "./markov.ts";
import type { EventSource, Sequence } from "./source.ts";

/** One user in ten is for validation, and one for tests. */
const SHARE = 0.1;

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
    const learned = split.train.map((u) => badges.users[u]?.types ?? []);
    kept = { of: badges, split, followers: followers(learned, eventSources.badges.types) };
  }
  return kept;
}

/** Users by what they are for: the same for every seed, so that runs can be compared. */
function splitOf({ users }: Badges): Split {
  const order = new RandomStream(0, "users").shuffle(users.map((_, k) => k));
  const own = Math.round(SHARE * users.length);
  return { test: order.slice(0, own), validation: order.slice(own, 2 * own), train: order.slice(2 * own) };
}

/** Badges of a user: all of few, or some that follow each other, drawn anew whenever they are learned from. */
function badgesOf({ history, seed }: Config, purpose: string, index: number): Sequence {
  const badges = openedBadges();
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
  async open(files, watch) {
    const { names } = await openBadges(files, watch);
    const { types } = eventSources.badges;
    if (names.length !== types) throw new Error(`There are ${names.length} badges, not ${types}.`);
  },
  sequence: badgesOf,
  beside: (sequences) => markovLimits(known(openedBadges()).followers, sequences),
  names: () => openedBadges().names,
};
