import { collectionNames, collections } from "../../config/collections.ts";
import { formatLink } from "../../config/link.ts";
import type { Experiment } from "../experiment.ts";
import type { Result } from "../study.ts";

const networks = ["hierarchical", "global", "gcn"] as const;
const titles: Readonly<Record<string, string>> = {
  hierarchical: "SAGPool, hierarchical",
  global: "SAGPool, global",
  gcn: "Graph convolutions",
};
const folds = Array.from({ length: 10 }, (_, k) => String(k + 1));

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Standard deviation of some values (n - 1); null of one. */
function deviation(values: readonly number[]): number | null {
  if (values.length < 2) return null;
  const middle = mean(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (values.length - 1));
}

/** What was published of a network on a collection; null where nothing was. */
function publishedAccuracy(collection: string, network: string): number | null {
  const published = collections[collection as keyof typeof collections].published;
  return network === "gcn" ? null : (published?.[network as "hierarchical" | "global"] ?? null);
}

/** Results of the same network on the same collection, over folds. */
function bySubject(
  results: readonly Result[],
): readonly { readonly choice: readonly string[]; readonly of: Result[] }[] {
  const groups = new Map<string, { choice: readonly string[]; of: Result[] }>();
  for (const result of results) {
    const key = result.choice.slice(0, 2).join(" ");
    const own = groups.get(key) ?? { choice: result.choice, of: [] };
    own.of.push(result);
    groups.set(key, own);
  }
  return [...groups.values()];
}

/** Accuracies over ten folds, each tested by networks that never saw it, beside the published ones. */
export const graphFolds: Experiment = {
  name: "graph-folds",
  title: "Ten folds of graphs",
  about:
    "Every part of a collection is for tests once: a network learns from eight of the ten others' parts, and the state that did best on the ninth is tested. The mean over ten folds is what papers print. Published accuracies are of 20 seeds, searched settings and the published readout; compare rows with each other and with the largest class.",
  task: "graphs",
  settings: "preset=mutag-sized",
  axes: [
    {
      name: "collections",
      legend: "Collections",
      options: collectionNames,
      usual: ["MUTAG"],
      title: (name) => name,
    },
    {
      name: "networks",
      legend: "Networks",
      options: networks,
      usual: ["hierarchical", "gcn"],
      title: (name) => titles[name] as string,
    },
    { name: "folds", legend: "Folds", options: folds, usual: folds, title: (name) => name },
  ],
  base({ preset, config }) {
    if (config.task !== "graphs") return { problem: "these folds are of graphs, such as preset=mutag-sized." };
    return { base: formatLink(preset, { ...config, model: "sagpool", fold: 1, compare: "" }) };
  },
  titleOf: ([collection, network, fold]) => `${collection}: ${titles[network as string]}, fold ${fold}`,
  tables: (results) => [
    {
      title: "Share of test graphs whose class is told",
      columns: ["here", "deviation", "folds", "largest class", "published", "steps", "seconds"],
      rows: bySubject(results).map(({ choice: [collection, network], of }) => {
        const accuracies = of.map(({ metrics }) => metrics.test ?? Number.NaN);
        return {
          name: `${collection}: ${titles[network as string]}`,
          cells: [
            mean(accuracies),
            deviation(accuracies),
            of.length,
            mean(of.map(({ metrics }) => metrics.majority ?? Number.NaN)),
            publishedAccuracy(collection as string, network as string),
            Math.round(mean(of.map(({ steps }) => steps))),
            Math.round(of.reduce((sum, { seconds }) => sum + seconds, 0)),
          ],
        };
      }),
      note: "Mean and standard deviation over the folds that were trained, of the state with the lowest loss on the validation fold.",
    },
    {
      title: "Fold by fold",
      columns: ["here", "largest class", "steps", "seconds"],
      rows: results.map(({ choice: [collection, network, fold], metrics, steps, seconds }) => ({
        name: `${collection}: ${titles[network as string]}, fold ${fold}`,
        cells: [metrics.test ?? null, metrics.majority ?? null, steps, Math.round(seconds)],
      })),
    },
  ],
};
