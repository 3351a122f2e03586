import { combinations, contents, isFused, locations, type Terms } from "../../lie/attention-terms.ts";
import { choice, real, type Settings, whole } from "../field.ts";
import type { Config, Conflict } from "../schema.ts";
import { traitsOf } from "../tasks.ts";

export const heading = "Network";
export const when = { model: ["lietransformer"] };

/** Whether one answer is pooled of all elements; else each point has vectors of its own. */
const pools = (settings: Settings): boolean => !traitsOf(settings).vectors;

/** Whether some elements or points may be chosen. Potentials are differentiated twice, which a choice is not. */
const chooses = (settings: Settings): boolean => !traitsOf(settings).potential && pools(settings);

export const fields = {
  content: choice(
    [
      "Content",
      "What a head sees of the two points' features: their product, both side by side (mixed or not), a product with a relative place, or nothing.",
    ],
    contents,
    "dot",
  ),
  location: choice(
    ["Location", "What it sees of log(g⁻¹g′): a small net of it, the numbers themselves, or nothing."],
    locations,
    "net",
  ),
  combine: choice(
    ["Combination", "How content and location become a score: their sum, their product, or a small net."],
    combinations,
    "sum",
  ),
  embed: whole(["Content numbers", "Numbers a head of concat and concat_linear content; even for concat."], 1, 16, 4, {
    applies: ({ content }) => String(content).startsWith("concat"),
  }),
  kernel: whole(["Kernel width", "Hidden units of the small nets."], 2, 32, 12, {
    applies: ({ location, combine }) => location === "net" || combine === "net",
  }),
  precision: choice(
    [
      "Net arithmetic",
      "Half takes the location nets' inner products in 16-bit floats where the adapter has them. Results, and with them equivariance, are then right to some thousandths.",
    ],
    ["single", "half"],
    "single",
    { applies: (settings) => !traitsOf(settings).potential && isFused(settings as unknown as Terms) },
  ),
  neighbours: whole(["Neighbours", "Elements each one attends to, by group distance; 0 for all of them."], 0, 256, 0, {
    applies: chooses,
  }),
  fill: real(
    [
      "Ball filling",
      "Neighbours over the nearest elements they are drawn from, anew for each layer and pass; 1 takes the nearest.",
    ],
    0.05,
    1,
    0.05,
    1,
    { applies: (settings) => chooses(settings) && settings.neighbours !== 0 },
  ),
  kept: real(
    [
      "Points kept",
      "Self-attention pooling: after half of the layers this share of the points goes on, those with the highest scores; 1 keeps all.",
    ],
    0.1,
    1,
    0.05,
    1,
    { applies: chooses },
  ),
  kept_by: choice(
    [
      "Points scored by",
      "What scores them: a layer of Lie attention, or a graph convolution over near elements (gcn).",
    ],
    ["attention", "gcn"],
    "attention",
    {
      applies: (settings) => chooses(settings) && settings.kept !== 1,
      // Of few points beside absent ones all would be joined, and all scores tie.
      offers: (option, settings) => option !== "gcn" || !traitsOf(settings).padded,
    },
  ),
  normalise: choice(
    ["Normalisation", "How scores become weights. softmax is blind to position when features are constant."],
    ["mean", "softmax", "exp"],
    "mean",
  ),
  activation: choice(["Activation", "Nonlinearity of all nets."], ["swish", "relu", "softplus"], "relu"),
  norm: choice(
    [
      "Block norm",
      "Layer norm, or batch norm over the points that are there, before each branch of a block, after it, or not at all.",
    ],
    ["layer_pre", "layer_post", "batch_pre", "batch_post", "none"],
    "layer_pre",
  ),
  layout: choice(
    ["Layout", "pool_then_head pools the elements and then decides; head_then_pool pools the elements' own decisions."],
    ["pool_then_head", "head_then_pool"],
    "pool_then_head",
    { applies: pools },
  ),
  head_norm: choice(["Head norm", "Norm before each activation of the head."], ["none", "layer", "batch"], "none", {
    applies: (settings) => pools(settings) && settings.layout === "pool_then_head",
  }),
} as const;

/** Whether a network takes statistics over all examples of a batch, which then cannot be computed in pieces. */
export function normalisesBatches(config: Config): boolean {
  const { model, norm, layout, head_norm } = config;
  if (!when.model.includes(model)) return false;
  return norm.startsWith("batch") || (pools(config) && layout === "pool_then_head" && head_norm === "batch");
}

export function conflicts(config: Config): Conflict[] {
  const { content, location, combine, embed, norm, head_norm } = config;
  const found: Conflict[] = [];
  const report = (reason: string, fix: Partial<Config>) => found.push({ reason, fix });
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
  if (config.kept < 1 && chooses(config)) {
    if (config.layers < 2) report("points are pooled between two layers, and there is one", { layers: 2 });
    if (config.neighbours > 0) report("points are pooled where each attends to all", { neighbours: 0 });
    if (config.kept_by === "gcn" && traitsOf(config).padded) {
      report("all near elements of a small example are joined, and all scores tie", { kept_by: "attention" });
    }
  }
  if (!traitsOf(config).potential) return found;
  if (config.activation === "relu") report("relu makes forces constant in pieces", { activation: "swish" });
  if (norm.startsWith("batch") || head_norm === "batch") {
    report("batch norm makes a potential depend on the other systems of its batch", {
      norm: norm.startsWith("batch") ? "layer_pre" : norm,
      head_norm: head_norm === "batch" ? "layer" : head_norm,
    });
  }
  return found;
}
