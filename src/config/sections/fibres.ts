import { choice, type Settings, whole } from "../field.ts";
import type { Config, Conflict } from "../schema.ts";
import { traitsOf } from "../tasks.ts";

export const heading = "Network";
export const when = { model: ["se3-transformer", "tensor-field"] };

/** Whether the features of all points become one answer; else each point has vectors of its own. */
const pools = (settings: Settings): boolean => !traitsOf(settings).vectors;

export const fields = {
  degrees: whole(
    [
      "Degrees",
      "Kinds of hidden features: 1 has scalars, 2 vectors besides, 3 and 4 what turns twice and three times as fast.",
    ],
    1,
    4,
    2,
  ),
  channels: whole(["Channels", "Hidden features of each degree; over the divisor, a multiple of the heads."], 1, 32, 8),
  radial: whole(["Radial width", "Hidden units of the nets that turn a distance into a kernel."], 4, 32, 16),
  nearest: whole(["Edges", "Nearest points that each one receives from; 0 for all of them."], 0, 32, 8, {
    applies: pools,
  }),
  spread: whole(
    [
      "Spread",
      "1: edges come from the nearest points. 4: from every fourth in order of distance, and so from further off.",
    ],
    1,
    16,
    1,
    { applies: (settings) => pools(settings) && !traitsOf(settings).padded && settings.nearest !== 0 },
  ),
  parity: choice(
    [
      "Parity",
      "all: every kernel that rotations allow. even: those that reflections allow too, so that the network holds them.",
    ],
    ["all", "even"],
    "all",
  ),
  places: choice(
    [
      "Places",
      "What a point is told of where it is besides its edges: nothing; the vector from the middle of all points; or upright, its height above the middle as a number and the rest as a vector, so that only rotations about the vertical are held (+z).",
    ],
    ["none", "middle", "upright"],
    "none",
    { applies: pools, offers: (option, settings) => option !== "upright" || traitsOf(settings).upright === true },
  ),
  divisor: whole(["Divisor", "Values and keys have that many times fewer channels than features."], 1, 8, 4, {
    applies: ({ model }) => model === "se3-transformer",
  }),
  relative: choice(
    [
      "Relative place",
      "How the place of the receiver joins the vectors that are sent to it: appended, added to the first, or not at all.",
    ],
    ["none", "add", "cat"],
    "add",
    { applies: (settings) => settings.model === "se3-transformer" && !pools(settings) },
  ),
} as const;

export function conflicts(config: Config): Conflict[] {
  const { places, spread } = config;
  const { padded, title, upright, vectors } = traitsOf(config);
  const found = channelConflicts(config);
  if (vectors) return found;
  if (places === "upright" && !upright) {
    found.push({ reason: `nothing stands upright among ${title.toLowerCase()}`, fix: { places: "middle" } });
  }
  if (padded && spread > 1) {
    found.push({ reason: "examples of several sizes have no room to spread edges alike", fix: { spread: 1 } });
  }
  return found;
}

function channelConflicts({ model, channels, divisor, heads }: Config): Conflict[] {
  if (model !== "se3-transformer") return [];
  const values = Math.floor(channels / divisor);
  if (values > 0 && values % heads === 0) return [];
  const reason = `${channels} channels over ${divisor} are no multiple of ${heads} heads`;
  const fitting = heads * divisor;
  const most = Math.floor(fields.channels.range.max / fitting);
  if (most === 0) return [{ reason, fix: { heads: 1, divisor: 1 } }];
  const multiple = Math.min(most, Math.max(1, Math.round(channels / fitting)));
  return [{ reason, fix: { channels: multiple * fitting } }];
}
