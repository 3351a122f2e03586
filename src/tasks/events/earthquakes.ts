import { eventSources } from "../../config/event-sources.ts";
import type { Config } from "../../config/schema.ts";
import { openEarthquakes, openedEarthquakes, type Quake, regionNames } from "../../data/earthquakes.ts";
import { RandomStream } from "../../random/random-stream.ts";
import { framesOf } from "./frames.ts";
import { followers, markovLimits } from "./markov.ts";
import type { EventSource, Sequence } from "./source.ts";

/** Hours of the week that each purpose has. */
const purposes = {
  train: { from: 0, to: 5 * 24, called: "The first five days" },
  validation: { from: 5 * 24, to: 6 * 24, called: "The sixth day" },
  test: { from: 6 * 24, to: Number.POSITIVE_INFINITY, called: "The days after the sixth" },
} as const;

/** Earthquakes of the days that are for a purpose. */
function daysFor(purpose: string): readonly Quake[] {
  const { from, to } = purposes[purpose as keyof typeof purposes] ?? purposes.validation;
  return openedEarthquakes().filter(({ time }) => time >= from && time < to);
}

/** Some that follow each other: from anywhere to learn from, evenly over the days for tests. */
function stretch({ history, seed, tests }: Config, purpose: string, index: number): Sequence {
  const all = daysFor(purpose);
  const most = Math.min(history + 1, all.length);
  const over = all.length - most;
  const random = new RandomStream(seed, `earthquakes ${purpose}`, index);
  const start =
    purpose === "train" ? random.below(over + 1) : Math.round((over * (index % tests)) / Math.max(1, tests - 1));
  const own = all.slice(start, start + most);
  const first = (own[0] as Quake).time;
  return {
    types: own.map(({ region }) => region),
    times: own.map(({ time }) => time - first),
    places: own.map(({ place }) => place),
    frames: framesOf(own.length, seed, purpose, index),
    from: 1,
  };
}

export const earthquakesSource: EventSource = {
  async open(files, watch) {
    await openEarthquakes(files, watch);
    const { types } = eventSources.earthquakes;
    if (regionNames.length !== types) throw new Error(`There are ${regionNames.length} regions, not ${types}.`);
    for (const [purpose, { called }] of Object.entries(purposes)) {
      const count = daysFor(purpose).length;
      if (count < 2) throw new Error(`${called} of the week have ${count} earthquakes; two are the least.`);
    }
  },
  sequence: stretch,
  beside: (sequences) =>
    markovLimits(followers([daysFor("train").map(({ region }) => region)], eventSources.earthquakes.types), sequences),
  names: () => regionNames,
};
