import type { Settings } from "./field.ts";
import { air } from "./presets/air.ts";
import { classification } from "./presets/classification.ts";
import { constellations } from "./presets/constellations.ts";
import { events } from "./presets/events.ts";
import { graphs } from "./presets/graphs.ts";
import { molecules } from "./presets/molecules.ts";
import { nbody } from "./presets/nbody.ts";
import { particles } from "./presets/particles.ts";
import type { Presets } from "./presets/presets.ts";
import { scans } from "./presets/scans.ts";
import { sequences } from "./presets/sequences.ts";
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
  /** Whether vectors are answered at every point. */
  readonly vectors?: boolean;
  /** Whether examples have fewer points than slots: what counts slots would tell them apart by their padding. */
  readonly padded?: boolean;
  /** Whether tests are a part of its data, all of it, whatever number is asked for. */
  readonly folds?: boolean;
  /** Whether what is learned from stands upright, and what it is tested on does not. */
  readonly upright?: boolean;
  readonly presets: Presets;
}

export const taskNames = [
  "constellations",
  "scans",
  "particles",
  "nbody",
  "molecules",
  "graphs",
  "events",
  "sequences",
  "air",
  "classification",
] as const;
export type TaskName = (typeof taskNames)[number];

const tasks: Readonly<Record<TaskName, TaskTraits>> = {
  constellations: {
    title: "Shapes",
    dimension: shapesDimension,
    models: ["lietransformer", "set-transformer", "linformer"],
    potential: false,
    presets: constellations,
  },
  scans: {
    title: "Scans",
    dimension: () => 3,
    models: ["se3-transformer", "tensor-field", "lietransformer", "set-transformer"],
    potential: false,
    upright: true,
    presets: scans,
  },
  particles: {
    title: "Particles",
    dimension: particlesDimension,
    models: ["lietransformer", "hfc", "fc"],
    potential: true,
    presets: particles,
  },
  nbody: {
    title: "Charges",
    dimension: () => 3,
    models: ["se3-transformer", "tensor-field", "lietransformer", "set-transformer"],
    potential: false,
    vectors: true,
    presets: nbody,
  },
  molecules: {
    title: "Molecules",
    dimension: () => 3,
    models: ["lietransformer", "deep-sets", "se3-transformer"],
    potential: false,
    padded: true,
    presets: molecules,
  },
  graphs: {
    title: "Graphs",
    dimension: () => 3,
    models: ["sagpool", "gcn"],
    potential: false,
    folds: true,
    presets: graphs,
  },
  events: {
    title: "Events",
    dimension: () => 3,
    models: ["time-attention"],
    potential: false,
    presets: events,
  },
  sequences: {
    title: "Sequences",
    dimension: () => 3,
    models: ["linformer"],
    potential: false,
    presets: sequences,
  },
  air: {
    title: "Air",
    dimension: () => 3,
    models: ["cdsa"],
    potential: false,
    presets: air,
  },
  classification: {
    title: "Own clouds",
    dimension: setDimension,
    models: ["lietransformer", "set-transformer", "linformer"],
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
