import { formatLink } from "../../config/link.ts";
import { type TargetName, targetNames, targets } from "../../molecules/targets.ts";
import type { Experiment } from "../experiment.ts";
import { publishedError } from "./published.ts";

const symmetries = ["T3", "SE3", "SO3", "Trivial3", "deep-sets"] as const;
const titles: Readonly<Record<string, string>> = {
  T3: "LieTransformer T(3)",
  SE3: "LieTransformer SE(3)",
  SO3: "LieTransformer SO(3)",
  Trivial3: "Plain transformer",
  "deep-sets": "Deep Sets of distances",
};
const augmentations = ["none", "rotations", "motions"] as const;
const moved: Readonly<Record<string, string>> = {
  none: "as given",
  rotations: "rotated",
  motions: "shifted and rotated",
};

/** Errors of QM9's properties by what is built in and what is learned from moved molecules, beside the paper's. */
export const moleculeErrors: Experiment = {
  name: "molecule-errors",
  title: "Errors of molecules",
  about:
    "Twelve properties of QM9's molecules, each learned by networks of several symmetries, from molecules as given or moved. Published errors are of networks of the paper's size, trained on 100 000 molecules for 500 epochs; the sample's 8 000 are learned from in minutes. Compare rows with each other, and with the fit on counts, which a network must beat.",
  task: "molecules",
  settings: "preset=qm9-quick",
  axes: [
    {
      name: "properties",
      legend: "Properties",
      options: targetNames,
      usual: ["alpha"],
      title: (name) => targets[name as TargetName].title,
    },
    {
      name: "symmetries",
      legend: "Networks",
      options: symmetries,
      usual: ["T3", "SE3", "Trivial3"],
      title: (name) => titles[name] as string,
    },
    {
      name: "augmentations",
      legend: "Training molecules",
      options: augmentations,
      usual: ["none"],
      title: (name) => moved[name] as string,
    },
  ],
  base({ preset, config }) {
    if (config.task !== "molecules") return { problem: "these errors are of molecules, such as preset=qm9-quick." };
    return { base: formatLink(preset, { ...config, model: "lietransformer", compare: "" }) };
  },
  titleOf: ([target, symmetry, augmented]) =>
    `${targets[target as TargetName].title}: ${titles[symmetry as string]}, trained ${moved[augmented as string]}`,
  tables: (results) => [
    {
      title: "Mean absolute error on test molecules",
      columns: ["here", "counts alone", "published", "unit", "steps", "seconds"],
      rows: results.map(({ choice, metrics, steps, seconds }) => {
        const [target, symmetry, augmented] = choice as [TargetName, string, string];
        return {
          name: `${targets[target].title}: ${titles[symmetry]}, trained ${moved[augmented]}`,
          cells: [
            metrics.test ?? null,
            metrics.linear ?? null,
            publishedError(target, symmetry, augmented),
            targets[target].reportUnit,
            steps,
            Math.round(seconds),
          ],
        };
      }),
      note: "Of the state that was best on validation molecules. Published: LieTransformer, networks of the paper's size.",
    },
  ],
};
