import * as v from "valibot";
import { BasisError, narrowedBox } from "../lie/affine.ts";
import type { Group } from "../lie/group.ts";
import { groupNames, groupOf, takesBasis, usualGroup } from "../lie/registry.ts";
import { normalisesBatches } from "./batch-norms.ts";
import { choice, type Field, type Meta, real, text, type Values, whole } from "./field.ts";

const planePatterns = ["square", "triangle", "pentagon", "L"] as const;
const spacePatterns = ["tetrahedron", "pyramid", "octahedron", "cube", "staircase"] as const;
export type PatternName = (typeof planePatterns)[number] | (typeof spacePatterns)[number];

/** Dimension of the space that the points lie in. */
export const dimensionOf = ({ task: name, dimension, patterns }: Readonly<Record<string, unknown>>): 2 | 3 => {
  if (name === "particles") return dimension === 3 ? 3 : 2;
  return (spacePatterns as readonly string[]).includes(String(patterns).split(",")[0] as string) ? 3 : 2;
};

/** The same motions in the other dimension: T2 and T3, SE2 and SE3. */
const inDimension = (augment: string, dimension: 2 | 3): string => augment.replace(/\d/, String(dimension));

const task = (label: string, help: string): Meta => ({ label, help, section: "Task" });
/** A setting of one task alone. */
const taskOf =
  (name: string) =>
  (label: string, help: string, applies: NonNullable<Meta["applies"]> = () => true): Meta => ({
    ...task(label, help),
    applies: (settings) => settings.task === name && applies(settings),
  });
const clouds = taskOf("constellations");
const motion = taskOf("particles");
const network = (label: string, help: string): Meta => ({ label, help, section: "Network" });
/** A setting of the networks that attend. */
const attending = (label: string, help: string): Meta => ({
  ...network(label, help),
  applies: ({ model }) => model !== "hfc" && model !== "fc",
});
/** A setting of the fully connected baselines. */
const plain = (label: string, help: string): Meta => ({
  ...network(label, help),
  applies: ({ model }) => model === "hfc" || model === "fc",
});
const modelsOf: Readonly<Record<string, readonly string[]>> = {
  constellations: ["lietransformer", "set-transformer"],
  particles: ["lietransformer", "hfc", "fc"],
};
/** A setting of the LieTransformer alone. */
const lie = (label: string, help: string, applies: Meta["applies"] = () => true): Meta => ({
  ...network(label, help),
  applies: (settings) => settings.model === "lietransformer" && (applies?.(settings) ?? true),
});

/** How the chosen group's stabiliser is sampled; undefined while generators are being written that make no group. */
function stabiliserOf(settings: Readonly<Record<string, unknown>>): Group["stabiliser"] | undefined {
  try {
    return groupOf(settings as Parameters<typeof groupOf>[0]).stabiliser;
  } catch {
    return undefined;
  }
}

const training = (label: string, help: string): Meta => ({ label, help, section: "Training" });

/** All fields of a config, in the order they are shown. */
export const fields = {
  task: choice(task("Task", "What is learned: counting the shapes in a cloud, or how particles move."), [
    "constellations",
    "particles",
  ]),
  system: choice(motion("System", "Springs between all pairs, gravitation, or charges that attract and repel."), [
    "springs",
    "gravity",
    "charges",
  ]),
  dimension: whole(motion("Dimension", "Of the space the particles move in."), 2, 3),
  particles: whole(motion("Particles", "Particles of a system."), 1, 12),
  lightest: real(motion("Lightest", "Smallest mass; above zero."), 0.01, 10, 0.01),
  heaviest: real(motion("Heaviest", "Largest mass."), 0.01, 10, 0.01),
  softening: real(
    motion("Softening", "Length below which the force levels off.", ({ system }) => system !== "springs"),
    0.01,
    2,
    0.01,
  ),
  systems: whole(motion("Systems", "Systems to learn from, one stretch of motion of each."), 1, 100_000),
  horizon: whole(motion("States", "Consecutive states of a stretch, the first one given."), 2, 20),
  patterns: {
    ...clouds(
      "Patterns",
      "Shapes to count, parted by commas: square, triangle, pentagon, L in the plane; tetrahedron, pyramid, octahedron, cube, staircase in space.",
    ),
    schema: v.pipe(
      v.string(),
      v.check(
        (text) => {
          const names = text.split(",");
          const allOf = (known: readonly string[]) => names.every((name) => known.includes(name));
          return names.length === new Set(names).size && (allOf(planePatterns) || allOf(spacePatterns));
        },
        `a list of ${planePatterns.join(", ")}, or of ${spacePatterns.join(", ")}, each at most once`,
      ),
    ),
  },
  repeats: whole(clouds("Repeats", "Largest number of copies of each pattern in a cloud."), 1, 4),
  generator: choice(
    {
      ...clouds(
        "Generator",
        "published keeps the authors' quirk (polygons spread three times as far); clean does not.",
        (settings) => dimensionOf(settings) === 2,
      ),
    },
    ["clean", "published"],
  ),
  extent: real(
    clouds("Extent", "Width of the square or cube the patterns are scattered in; a pattern has radius 1."),
    2,
    48,
    1,
  ),
  drop: real(clouds("Drop", "Chance that a pattern is absent."), 0, 0.9, 0.05),
  noise: real(clouds("Noise", "Standard deviation of the noise on every coordinate."), 0, 0.5, 0.01),
  tilt: real(
    clouds("Own rotation", "Patterns are turned by up to half this many turns either way, in space about any axis."),
    0,
    1,
    0.01,
  ),
  features: choice(
    {
      ...clouds(
        "Point features",
        "What a point carries before attention: nothing, its distances to the others, or moments of them.",
        ({ model }) => model === "lietransformer",
      ),
    },
    ["constant", "distances", "moments"],
  ),
  augment: choice(
    {
      ...clouds(
        "Augmentation",
        "Motions applied to every training cloud: none (D), shifts (T2, T3), or rotations and shifts (SE2, SE3).",
      ),
      offers: (option, settings) => inDimension(option, dimensionOf(settings)) === option,
    },
    ["none", "T2", "SE2", "T3", "SE3"],
  ),
  model: choice(
    {
      ...network(
        "Model",
        "The equivariant network, or a baseline on raw coordinates: the Set Transformer for shapes; for particles a fully connected net for the potential (hfc) or for the motion itself (fc).",
      ),
      offers: (option, { task: name }) => (modelsOf[String(name)] ?? []).includes(option),
    },
    ["lietransformer", "set-transformer", "hfc", "fc"],
  ),
  mlp_width: whole(plain("Net width", "Units of a hidden layer."), 4, 512),
  mlp_layers: whole(plain("Net layers", "Hidden layers."), 1, 8),
  group: choice(
    {
      ...lie("Group", "Symmetry built into attention; custom is T(n) with a group of matrices of your own."),
      offers: (option, settings) => groupNames(dimensionOf(settings)).includes(option),
    },
    [...new Set([...groupNames(2), ...groupNames(3)])],
  ),
  generators: text(
    lie(
      "Generators",
      "Matrices by rows, 2 x 2 or 3 x 3, parted by semicolons; their combinations' exponentials act beside the shifts. 0,-1,1,0 turns, 1,0,0,1 scales, 0,1,0,0 shears, 0,1,1,0 is a Lorentz boost.",
      ({ group }) => takesBasis(group),
    ),
  ),
  box: text(
    lie(
      "Sampling box",
      "An interval from,to for each generator, parted by semicolons: lifted elements have coordinates drawn from it.",
      ({ group }) => takesBasis(group),
    ),
  ),
  samples: whole(
    lie("Lift samples", "Group elements lifted from each point.", (settings) => stabiliserOf(settings) !== "trivial"),
    1,
    60,
  ),
  pairs: choice(lie("Pair features", "As they are, or squashed by tanh(r/7)/r to a length below one."), [
    "plain",
    "squashed",
  ]),
  max_pair: real(
    lie(
      "Bound on pairs",
      "The lift of a cloud is drawn again until no pair feature is longer than this, a hundred times at most; 0 for no bound.",
      (settings) => settings.task === "constellations" && !["trivial", "grid"].includes(String(stabiliserOf(settings))),
    ),
    0,
    100,
    0.1,
  ),
  layers: whole(attending("Layers", "Blocks of attention and point-wise net."), 1, 12),
  width: whole(attending("Width", "Channels; a multiple of the heads."), 4, 256),
  heads: whole(attending("Heads", "Attention heads."), 1, 16),
  content: choice(
    lie(
      "Content",
      "What a head sees of the two points' features: their product, both side by side (mixed or not), a product with a relative place, or nothing.",
    ),
    ["dot", "concat", "concat_linear", "relative", "none"],
  ),
  location: choice(
    lie("Location", "What it sees of log(g⁻¹g′): a small net of it, the numbers themselves, or nothing."),
    ["net", "raw", "none"],
  ),
  combine: choice(
    lie("Combination", "How content and location become a score: their sum, their product, or a small net."),
    ["sum", "multiply", "net"],
  ),
  embed: whole(
    lie("Content numbers", "Numbers a head of concat and concat_linear content; even for concat.", ({ content }) =>
      String(content).startsWith("concat"),
    ),
    1,
    16,
  ),
  kernel: whole(
    lie(
      "Kernel width",
      "Hidden units of the small nets.",
      ({ location, combine }) => location === "net" || combine === "net",
    ),
    2,
    32,
  ),
  precision: choice(
    lie(
      "Net arithmetic",
      "Half takes the location nets' inner products in 16-bit floats where the adapter has them. Results, and with them equivariance, are then right to some thousandths.",
      ({ task: name, location, combine, content }) =>
        name === "constellations" &&
        location === "net" &&
        combine !== "net" &&
        (content === "dot" || content === "none"),
    ),
    ["single", "half"],
  ),
  neighbours: whole(
    lie(
      "Neighbours",
      "Elements each one attends to, by group distance; 0 for all of them.",
      ({ task: name }) => name === "constellations",
    ),
    0,
    256,
  ),
  fill: real(
    lie(
      "Ball filling",
      "Neighbours over the nearest elements they are drawn from, anew for each layer and pass; 1 takes the nearest.",
      ({ task: name, neighbours }) => name === "constellations" && neighbours !== 0,
    ),
    0.05,
    1,
    0.05,
  ),
  normalise: choice(
    lie("Normalisation", "How scores become weights. softmax is blind to position when features are constant."),
    ["mean", "softmax", "exp"],
  ),
  activation: choice(lie("Activation", "Nonlinearity of all nets."), ["swish", "relu", "softplus"]),
  norm: choice(
    lie(
      "Block norm",
      "Layer norm, or batch norm over the points that are there, before each branch of a block, after it, or not at all.",
    ),
    ["layer_pre", "layer_post", "batch_pre", "batch_post", "none"],
  ),
  layout: choice(
    lie(
      "Layout",
      "pool_then_head pools the elements and then decides; head_then_pool pools the elements' own decisions.",
    ),
    ["pool_then_head", "head_then_pool"],
  ),
  head_norm: choice(
    lie("Head norm", "Norm before each activation of the head.", ({ layout }) => layout === "pool_then_head"),
    ["none", "layer", "batch"],
  ),
  pool: choice(lie("Pooling", "How the elements' features become one."), ["mean", "max", "sum"]),
  steps: whole(training("Steps", "Training stops here."), 1, 1_000_000),
  batch: whole(training("Batch", "Examples a step."), 1, 256),
  accumulate: whole(
    training(
      "Accumulate",
      "Pieces that a batch is computed in: the same step in a fraction of the memory. Not with batch norm, whose statistics are of the whole batch.",
    ),
    1,
    256,
  ),
  rate: real(training("Learning rate", "Adam's step size."), 1e-6, 0.1, 1e-5),
  schedule: choice(training("Schedule", "constant, or cosine decay to zero at the last step."), ["constant", "cosine"]),
  beta1: real(training("Adam beta 1", "Decay of the gradient's running mean."), 0, 0.999, 0.001),
  beta2: real(training("Adam beta 2", "Decay of its running square."), 0, 0.9999, 0.0001),
  tests: whole(training("Test examples", "Size of each test set."), 16, 2000),
  evaluate: whole(training("Evaluate every", "Steps between evaluations."), 1, 100_000),
  seed: whole(training("Seed", "Fixes data, lifts and initial weights."), 0, 2 ** 31 - 1),
} as const satisfies Record<string, Field>;

export type FieldName = keyof typeof fields;
export const fieldNames = Object.keys(fields) as FieldName[];

export type Config = Values<typeof fields>;

/** Settings that do not go together: why, and a change that mends it. */
export interface Conflict {
  readonly reason: string;
  readonly fix: Partial<Config>;
}

/** The change as a link would write it. */
export const fixInWords = ({ fix }: Pick<Conflict, "fix">): string =>
  Object.entries(fix)
    .map(([name, value]) => `${name}=${value}`)
    .join(", ");

/** A narrower box, or, where the generators are at fault, rotations. */
function basisFix(config: Config): Partial<Config> {
  const { generators, box } = config;
  const size = dimensionOf(config) ** 2;
  const fits = generators.split(";").every((matrix) => matrix.split(",").length === size);
  const narrower = fits ? narrowedBox(generators, box) : null;
  if (narrower) return { box: narrower };
  return { generators: size === 4 ? "0,-1,1,0" : "0,-1,0,1,0,0,0,0,0", box: "-1.4,1.4" };
}

export function conflictsIn(config: Config): Conflict[] {
  const conflicts: Conflict[] = [];
  const report = (reason: string, fix: Partial<Config>) => conflicts.push({ reason, fix });
  const { width, heads, content, location, combine, embed, samples } = config;
  if (width % heads !== 0) {
    const near = Math.ceil(width / heads) * heads;
    report(`width ${width} is not a multiple of ${heads} heads`, {
      width: near <= fields.width.range.max ? near : near - heads,
    });
  }
  const { batch, accumulate } = config;
  if (batch % accumulate !== 0) {
    let pieces = Math.min(batch, accumulate);
    while (batch % pieces !== 0) pieces--;
    report(`a batch of ${batch} does not split into ${accumulate} pieces`, { accumulate: pieces });
  }
  if (accumulate > 1 && normalisesBatches(config)) {
    report(`batch norm takes statistics over the whole batch, which ${accumulate} pieces do not see`, {
      accumulate: 1,
    });
  }
  if (!modelsOf[config.task]?.includes(config.model)) {
    report(`${config.model} does not learn ${config.task}`, { model: "lietransformer" });
  }
  if (config.lightest > config.heaviest) {
    report(`the lightest mass ${config.lightest} is above the heaviest, ${config.heaviest}`, {
      heaviest: config.lightest,
    });
  }
  const dimension = dimensionOf(config);
  const place = dimension === 2 ? "the plane" : "space";
  const augment = inDimension(config.augment, dimension) as Config["augment"];
  const shapes = config.task === "constellations";
  if (shapes && augment !== config.augment)
    report(`the patterns lie in ${place}, motions ${config.augment} do not`, { augment });
  if (config.model !== "lietransformer") return conflicts;
  const vectors = [
    ...(content.startsWith("concat") ? [`${content} content`] : []),
    ...(location === "raw" ? ["raw location"] : []),
  ];
  if (content === "none" && location === "none") {
    report("without content and location nothing tells the neighbours apart", { location: "net" });
  } else if (combine !== "net" && vectors.length > 0) {
    const are = vectors.length > 1 ? "are vectors" : "is a vector";
    report(`${vectors.join(" and ")} ${are}, which ${combine} cannot turn into a score`, { combine: "net" });
  } else if (combine === "multiply" && (content === "none" || location === "none")) {
    report("multiply needs both content and location", { combine: "sum" });
  }
  if (content === "concat" && embed % 2 !== 0) {
    report(`concat content shares its ${embed} numbers between two points`, { embed: embed + 1 });
  }
  if (!shapes && config.activation === "relu") {
    report("relu makes forces constant in pieces", { activation: "swish" });
  }
  if (!shapes && (config.norm.startsWith("batch") || config.head_norm === "batch")) {
    report("batch norm makes a potential depend on the other systems of its batch", {
      norm: config.norm.startsWith("batch") ? "layer_pre" : config.norm,
      head_norm: config.head_norm === "batch" ? "layer" : config.head_norm,
    });
  }
  if (shapes && config.features === "constant" && config.normalise === "softmax") {
    report("constant features with softmax are blind to position", { normalise: "mean" });
  }
  let group: Group;
  try {
    group = groupOf(config);
    if (group.pointDim !== dimension && takesBasis(config.group)) {
      throw new BasisError(`the points lie in ${place}: a generator has ${dimension ** 2} numbers`);
    }
  } catch (error) {
    if (!(error instanceof BasisError)) throw error;
    report(error.message, basisFix(config));
    return conflicts;
  }
  const { name, stabiliser, samplesMultiple: multiple = 1 } = group;
  if (group.pointDim !== dimension) {
    report(`${name} does not act on ${place}, where the patterns lie`, { group: usualGroup(dimension) });
    return conflicts;
  }
  if (samples > 1 && stabiliser === "trivial") report(`${name} has a trivial stabiliser`, { samples: 1 });
  if (samples % multiple !== 0) {
    const orbits = Math.min(Math.ceil(samples / multiple), Math.floor(fields.samples.range.max / multiple));
    report(`${name} lifts to whole orbits, a multiple of ${multiple} samples`, { samples: orbits * multiple });
  }
  return conflicts;
}
