import type { Settings } from "./field.ts";
import { classification } from "./presets/classification.ts";
import { constellations } from "./presets/constellations.ts";
import { particles } from "./presets/particles.ts";
import type { Presets } from "./presets/presets.ts";
import { setDimension } from "./sections/classification.ts";
import { shapesDimension } from "./sections/constellations.ts";
import { particlesDimension } from "./sections/particles.ts";

/** What the settings of networks must know of a task. */
export interface TaskTraits {
  /** What the page calls it. */
  readonly title: string;
  /** Of the space that its points lie in. */
  dimension(settings: Settings): 2 | 3;
  /** Values of `model` that learn it. */
  readonly models: readonly string[];
  /** Whether what is learned is a potential: outputs are differentiated by the points, and losses once more. */
  readonly potential: boolean;
  readonly presets: Presets;
}

export const taskNames = ["constellations", "particles", "classification"] as const;
export type TaskName = (typeof taskNames)[number];

const tasks: Readonly<Record<TaskName, TaskTraits>> = {
  constellations: {
    title: "Shapes",
    dimension: shapesDimension,
    models: ["lietransformer", "set-transformer"],
    potential: false,
    presets: constellations,
  },
  particles: {
    title: "Particles",
    dimension: particlesDimension,
    models: ["lietransformer", "hfc", "fc"],
    potential: true,
    presets: particles,
  },
  classification: {
    title: "Own clouds",
    dimension: setDimension,
    models: ["lietransformer", "set-transformer"],
    potential: false,
    presets: classification,
  },
};

/** Presets of every task, one task after the other. */
export const taskPresets: Presets = Object.assign({}, ...Object.values(tasks).map(({ presets }) => presets));

/** What the page calls each task. */
export const taskTitles: Readonly<Record<TaskName, string>> = Object.fromEntries(
  taskNames.map((name) => [name, tasks[name].title]),
) as Record<TaskName, string>;

/** The traits of the task that some settings name. */
export const traitsOf = ({ task }: Settings): TaskTraits => tasks[task as keyof typeof tasks];

/** Dimension of the space that the points lie in. */
export const dimensionOf = (settings: Settings): 2 | 3 => traitsOf(settings).dimension(settings);

/** What that space is called. */
export const spaceOf = (settings: Settings): string => (dimensionOf(settings) === 2 ? "the plane" : "space");
