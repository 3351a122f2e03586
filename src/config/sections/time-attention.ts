import { eventSources } from "../event-sources.ts";
import { choice, real, type Settings, whole } from "../field.ts";
import type { Config, Conflict } from "../schema.ts";

export const heading = "Network";
export const when = { model: ["time-attention"] };

const kernels = ({ time_kernel }: Settings): boolean => time_kernel === "bochner" || time_kernel === "mercer";
const featured = ({ time_feature }: Settings): boolean => time_feature !== "none";
const periodic = ({ time_kernel, time_feature }: Settings): boolean =>
  time_kernel === "mercer" || time_feature === "mercer";

const placed = ({ events }: Settings): boolean => eventSources[events as Config["events"]].placed === true;

/** Whether heads see where events lie. */
export const seesPlaces = (config: Config): boolean => placed(config) && config.epicentres === "sphere";

export const fields = {
  time_kernel: choice(
    [
      "Time kernel",
      "What a head sees of the time between two events: a learned mixture of cosines (bochner), of the harmonics of some periods (mercer), a small net, or nothing.",
    ],
    ["bochner", "mercer", "net", "none"],
    "bochner",
  ),
  epicentres: choice(
    [
      "Epicentres",
      "What a head sees of where two events lie: nothing, or the turn of the sphere between them, which with the time between makes one element of SO(3) × R.",
    ],
    ["none", "sphere"],
    "none",
    { applies: placed },
  ),
  time_feature: choice(
    [
      "Time features",
      "Features of the kernel beside an event's kind: they know the clock, and a shift of it changes what is said.",
    ],
    ["none", "bochner", "mercer"],
    "none",
  ),
  frequencies: whole(["Frequencies", "Cosines of a kernel, or its periods."], 1, 64, 8, {
    applies: (settings) => kernels(settings) || featured(settings),
  }),
  harmonics: whole(["Harmonics", "Multiples of each period's frequency."], 1, 16, 3, { applies: periodic }),
  shortest: real(
    ["Shortest period", "Of those that a kernel begins with, in days; of earthquakes in hours."],
    0.01,
    1000,
    0.01,
    0.5,
    {
      applies: (settings) => kernels(settings) || featured(settings),
    },
  ),
  longest: real(
    ["Longest period", "Of those that a kernel begins with, in days; of earthquakes in hours."],
    0.01,
    10_000,
    0.01,
    30,
    {
      applies: (settings) => kernels(settings) || featured(settings),
    },
  ),
  kinds_seen: choice(
    ["Kinds in scores", "Whether a score depends on the kinds of both events, or on the time between them alone."],
    ["yes", "no"],
    "yes",
  ),
  time_weights: choice(
    [
      "Weights",
      "How scores become weights. softmax: shares, so that events of one kind cannot tell how long ago they were; mean: the scores themselves.",
    ],
    ["mean", "softmax"],
    "mean",
  ),
  time_combine: choice(
    ["Kinds and times", "How both become a score: their sum, their product, or a small net."],
    ["sum", "multiply", "net"],
    "sum",
    { applies: ({ time_kernel, kinds_seen }) => time_kernel !== "none" && kinds_seen === "yes" },
  ),
} as const;

/** Numbers of the features of time. */
export const featureNumbers = ({ time_feature, frequencies, harmonics }: Config): number => {
  if (time_feature === "none") return 0;
  return time_feature === "bochner" ? 2 * frequencies : frequencies * (2 * harmonics + 1);
};

export function conflicts(config: Config): Conflict[] {
  const { time_kernel, kinds_seen, shortest, longest, width } = config;
  const found: Conflict[] = [];
  if (seesPlaces(config) && time_kernel !== "net") {
    found.push({ reason: "places and times are seen together by a net alone", fix: { time_kernel: "net" } });
  }
  if (time_kernel === "none" && kinds_seen === "no") {
    found.push({ reason: "without kinds and times nothing tells events apart", fix: { kinds_seen: "yes" } });
  }
  if ((kernels(config) || featured(config)) && shortest > longest) {
    found.push({
      reason: `the shortest period ${shortest} is above the longest ${longest}`,
      fix: { longest: shortest },
    });
  }
  const numbers = featureNumbers(config);
  if (numbers >= width) {
    found.push({
      reason: `features of time of ${numbers} numbers leave none of width ${width} for the kind`,
      fix: { time_feature: "none" },
    });
  }
  return found;
}
