import { formatLink } from "../../config/link.ts";
import { models as titles } from "../../config/models.ts";
import type { Experiment } from "../experiment.ts";
import { type Model, models, publishedErrors, sizes } from "./published.ts";

const shown = (error: number | undefined): number | string =>
  error !== undefined && Number.isFinite(error) ? error : "ran away";

const titleOf = ([systems, model]: readonly string[]): string => `${titles[model as Model].title}, ${systems} systems`;

/** The published error of a choice, where there is one. */
const publishedOf = ([systems, model]: readonly string[]): number | null =>
  publishedErrors[model as Model]?.[(sizes as readonly number[]).indexOf(Number(systems))] ?? null;

/** How few systems a model needs to see before it foresees others: the paper's figure. */
export const dataEfficiency: Experiment = {
  name: "data-efficiency",
  title: "Data efficiency",
  about:
    "How few systems does a model need to see before it foresees others? Each model is trained afresh on each number of systems, as many epochs each time, and scored on test systems it has not seen, as in the paper's figure.",
  task: "particles",
  settings: "preset=springs-quick",
  axes: [
    {
      name: "systems",
      legend: "Training systems",
      options: sizes.map(String),
      usual: ["10", "25", "50", "100"],
      title: (size) => Number(size).toLocaleString("en"),
      problem: (size) =>
        Number.isInteger(Number(size)) && Number(size) > 0 ? null : `must be whole numbers above 0, not ${size}`,
    },
    {
      name: "models",
      legend: "Models",
      options: models,
      usual: models,
      title: (model) => titles[model as Model].title,
    },
  ],
  base({ preset, config }) {
    if (config.task !== "particles")
      return { problem: "data efficiency is measured on particles, such as preset=springs-quick." };
    return { base: formatLink(preset, { ...config, model: "lietransformer" }) };
  },
  titleOf,
  tables: (results) => [
    {
      title: "What was found here",
      columns: ["5 states", "published", "100 states", "steps", "seconds"],
      rows: results.map(({ choice, metrics, steps, seconds }) => ({
        name: titleOf(choice),
        cells: [shown(metrics[5]), publishedOf(choice), shown(metrics[100]), steps, Math.round(seconds)],
      })),
    },
  ],
};
