import { choice, whole } from "../field.ts";

export const heading = "Network";
export const when = { model: ["cdsa"] };

export const fields = {
  time_place: choice(
    [
      "Hours apart",
      "What the map of hours sees of the time between two: a kernel of some waves, of the harmonics of a day and a week, a small net, or nothing.",
    ],
    ["bochner", "mercer", "net", "none"],
    "bochner",
  ),
  station_place: choice(
    [
      "Stations apart",
      "What the map of stations sees of where two are: a small net of the way between, of its length alone, or nothing.",
    ],
    ["distance_net", "net", "none"],
    "distance_net",
  ),
  place_codes: choice(
    [
      "Codes",
      "What an entry is told of its place: learned codes of hour, station and measurement (table), of the measurement alone, or nothing.",
    ],
    ["table", "measurement", "none"],
    "measurement",
  ),
  guesses: choice(
    [
      "Guesses",
      "told: an entry begins from a mean of what fills in without learning, a line in time and other stations at the hour; the network weighs them and corrects.",
    ],
    ["none", "told"],
    "none",
  ),
  waves: whole(["Waves", "Of a head's kernel of hours."], 1, 32, 8, {
    applies: ({ time_place }) => time_place === "bochner" || time_place === "mercer",
  }),
} as const;
