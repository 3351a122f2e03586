import { formatLink } from "../../config/link.ts";
import { dimensionOf } from "../../config/tasks.ts";
import { confusionIn } from "../../tasks/clouds/confusion.ts";
import type { Experiment } from "../experiment.ts";
import type { Result } from "../study.ts";

const networks = ["set-transformer", "T2", "SE2"] as const;
type Network = (typeof networks)[number];
const networkTitles: Readonly<Record<Network, string>> = {
  "set-transformer": "Set Transformer",
  T2: "LieTransformer T(2)",
  SE2: "LieTransformer SE(2)",
};

/** Augmentations of the training set; test sets go by the same names, D for none. */
const sets = ["none", "T2", "SE2"] as const;
type TrainingSet = (typeof sets)[number];
const tests = ["D", "T2", "SE2"] as const;

const trainedOn = (set: string): string => (set === "none" ? "D" : `D moved by ${set}`);

/** Published accuracy and its deviation (specification 6.4), by network and training set: on D, T2 and SE2 as far as told. */
const published: Readonly<
  Record<Network, Readonly<Record<TrainingSet, readonly (readonly [number, number] | null)[]>>>
> = {
  "set-transformer": {
    none: [
      [0.58, 0.07],
      [0.44, 0.02],
      [0.44, 0.02],
    ],
    T2: [null, [0.61, 0.02], [0.51, 0.01]],
    SE2: [null, null, [0.55, 0.01]],
  },
  T2: {
    none: [
      [0.75, 0.03],
      [0.75, 0.03],
      [0.63, 0.06],
    ],
    T2: [null, [0.75, 0.03], [0.63, 0.06]],
    SE2: [null, null, [0.7, 0.03]],
  },
  SE2: {
    none: [
      [0.71, 0.01],
      [0.71, 0.01],
      [0.69, 0.02],
    ],
    T2: [null, [0.71, 0.01], [0.69, 0.02]],
    SE2: [null, null, [0.72, 0.04]],
  },
};

const titleOf = ([set, network]: readonly string[]): string =>
  `${networkTitles[network as Network]}, trained on ${trainedOn(set as string)}`;

const inWords = (value: readonly [number, number] | null | undefined): string | null =>
  value ? `${value[0]} ± ${value[1]}` : null;

/** Answers by truth: a table for every pattern of a network, in shares of its clouds. */
const confusionTables = ({ choice, metrics }: Result) =>
  confusionIn(metrics).map(({ set, pattern, shares }) => ({
    title: `${titleOf(choice)}: counts of ${pattern} on ${set}`,
    columns: shares.map((_, answer) => `answers ${answer}`),
    rows: shares.map((row, truth) => ({
      name: `${truth} there`,
      cells: row.map((share) => (Number.isNaN(share) ? null : Number(share.toFixed(3)))),
    })),
  }));

/** Accuracy by what a network is built for, what it was trained on, and what it is tested on: the paper's table. */
export const publishedTable: Experiment = {
  name: "published-table",
  title: "Published table",
  about:
    "What is a symmetry worth that is built in, against one that is learned from moved examples? Three networks are trained on clouds as generated (D), shifted (T2), and turned and shifted (SE2), and each is tested on all three, as in the paper's table. Expect the network of T(2) unchanged by shifts, and that of SE(2) nearly unchanged by turns.",
  task: "constellations",
  settings: "preset=quick",
  axes: [
    { name: "training", legend: "Training sets", options: sets, usual: ["none"], title: trainedOn },
    {
      name: "networks",
      legend: "Networks",
      options: networks,
      usual: networks,
      title: (network) => networkTitles[network as Network],
    },
  ],
  base({ preset, config }) {
    if (config.task !== "constellations" || dimensionOf(config) !== 2)
      return { problem: "the published table is of shapes in the plane, such as preset=quick." };
    return {
      base: formatLink(preset, { ...config, model: "lietransformer", group: "SE2", augment: "none", compare: "" }),
    };
  },
  titleOf,
  tables: (results) => [
    {
      title: "Accuracy found here beside the published one",
      columns: tests.flatMap((test) => [test, "published"]).concat("steps", "seconds"),
      rows: results.map(({ choice, metrics, steps, seconds }) => {
        const [set, network] = choice as unknown as [TrainingSet, Network];
        return {
          name: titleOf(choice),
          cells: [
            ...tests.flatMap((test, k) => [metrics[test] ?? null, inWords(published[network]?.[set]?.[k])]),
            steps,
            Math.round(seconds),
          ],
        };
      }),
      note: "Published: mean and deviation, networks of the paper's size (preset=paper) after its training.",
    },
    ...results.flatMap(confusionTables),
  ],
};
