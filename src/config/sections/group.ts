import { BasisError, narrowedBox } from "../../lie/affine.ts";
import type { Group } from "../../lie/group.ts";
import { groupNames, groupOf, takesBasis, usualGroup } from "../../lie/registry.ts";
import { choice, real, type Settings, text, whole } from "../field.ts";
import type { Config, Conflict } from "../schema.ts";
import { dimensionOf, spaceOf, traitsOf } from "../tasks.ts";

export const heading = "Network";
export const when = { model: ["lietransformer"] };

/** How the chosen group's stabiliser is sampled; undefined while generators are being written that make no group. */
function stabiliserOf(settings: Settings): Group["stabiliser"] | undefined {
  try {
    return groupOf(settings as Parameters<typeof groupOf>[0]).stabiliser;
  } catch {
    return undefined;
  }
}

export const fields = {
  group: choice(
    ["Group", "Symmetry built into attention; custom is T(n) with a group of matrices of your own."],
    [...new Set([...groupNames(2), ...groupNames(3)])],
    "SE2",
    { offers: (option, settings) => groupNames(dimensionOf(settings)).includes(option) },
  ),
  generators: text(
    [
      "Generators",
      "Matrices by rows, 2 x 2 or 3 x 3, separated by semicolons; their combinations' exponentials act beside the shifts. 0,-1,1,0 turns, 1,0,0,1 scales, 0,1,0,0 shears, 0,1,1,0 is a Lorentz boost.",
    ],
    "0,-1,1,0;1,0,0,1",
    undefined,
    { applies: ({ group }) => takesBasis(group) },
  ),
  box: text(
    [
      "Sampling box",
      "An interval from,to for each generator, separated by semicolons: lifted elements have coordinates drawn from it.",
    ],
    "-1.5,1.5;-0.3,0.3",
    undefined,
    { applies: ({ group }) => takesBasis(group) },
  ),
  samples: whole(["Lift samples", "Group elements lifted from each point."], 1, 60, 1, {
    applies: (settings) => stabiliserOf(settings)?.kind !== "trivial",
  }),
  pairs: choice(
    ["Pair features", "As they are, or squashed by tanh(r/7)/r to a length below one."],
    ["plain", "squashed"],
    "plain",
  ),
  max_pair: real(
    [
      "Bound on pairs",
      "The lift of a cloud is drawn again until no pair feature is longer than this, a hundred times at most; 0 for no bound.",
    ],
    0,
    100,
    0.1,
    0,
    {
      applies: (settings) => !traitsOf(settings).potential && (stabiliserOf(settings)?.kind ?? "random") === "random",
    },
  ),
} as const;

/** A narrower box, or, where the generators are at fault, rotations. */
function basisFix(config: Config): Partial<Config> {
  const { generators, box } = config;
  const size = dimensionOf(config) ** 2;
  const fits = generators.split(";").every((matrix) => matrix.split(",").length === size);
  const narrower = fits ? narrowedBox(generators, box) : null;
  if (narrower) return { box: narrower };
  return { generators: size === 4 ? "0,-1,1,0" : "0,-1,0,1,0,0,0,0,0", box: "-1.4,1.4" };
}

export function conflicts(config: Config): Conflict[] {
  const { samples } = config;
  const dimension = dimensionOf(config);
  let group: Group;
  try {
    group = groupOf(config);
    if (group.pointDim !== dimension && takesBasis(config.group)) {
      throw new BasisError(`the points lie in ${spaceOf(config)}: a generator has ${dimension ** 2} numbers`);
    }
  } catch (error) {
    if (!(error instanceof BasisError)) throw error;
    return [{ reason: error.message, fix: basisFix(config) }];
  }
  const { name, stabiliser, samplesMultiple: multiple = 1 } = group;
  if (group.pointDim !== dimension) {
    return [
      {
        reason: `${name} does not act on ${spaceOf(config)}, where the patterns lie`,
        fix: { group: usualGroup(dimension) },
      },
    ];
  }
  const found: Conflict[] = [];
  if (samples > 1 && stabiliser.kind === "trivial")
    found.push({ reason: `${name} has a trivial stabiliser`, fix: { samples: 1 } });
  if (samples % multiple !== 0) {
    const orbits = Math.min(Math.ceil(samples / multiple), Math.floor(fields.samples.range.max / multiple));
    found.push({
      reason: `${name} lifts to whole orbits, a multiple of ${multiple} samples`,
      fix: { samples: orbits * multiple },
    });
  }
  return found;
}
