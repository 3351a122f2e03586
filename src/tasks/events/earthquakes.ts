import { eventSources } from "../../config/event-sources.ts";
import type { Config } from "../../config/schema.ts";
import { openEarthquakes, openedEarthquakes, type Quake, regionNames } from "../../data/earthquakes.ts";
import { RandomStream } from "../../random/random-stream.ts";
import { followers, markovLimits } from "./markov.ts";
import type { EventSource, Sequence } from "./source.ts";

/** Hours of the week that are learned from, and the end of those that validate; the rest is for tests. */
const LEARNED = 5 * 24;
const VALIDATED = 6 * 24;

/** Earthquakes of the days that are for a purpose. */
function daysFor(purpose: string): readonly Quake[] {
  const all = openedEarthquakes();
  if (purpose === "train") return all.filter(({ time }) => time < LEARNED);
  if (purpose === "test") return all.filter(({ time }) => time >= VALIDATED);
  return all.filter(({ time }) => time >= LEARNED && time < VALIDATED);
}

/** Angle of the frame that each of some places is lifted with, drawn anew. */
export const framesOf = (count: number, seed: number, purpose: string, index: number): number[] => {
  const random = new RandomStream(seed, `frames ${purpose}`, index);
  return Array.from({ length: count }, () => Math.PI * (2 * random.uniform() - 1));
};

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
  },
  sequence: stretch,
  beside: (sequences) =>
    markovLimits(followers([daysFor("train").map(({ region }) => region)], eventSources.earthquakes.types), sequences),
  names: () => regionNames,
};
