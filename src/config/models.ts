import type { Settings } from "./field.ts";
import { traitsOf } from "./tasks.ts";

/** What everyone may know of a model without loading it. */
export interface ModelTraits {
  readonly title: string;
  /** Whether it lifts points to the config's group, and so has stabiliser samples. */
  readonly lifts: boolean;
  /** Whether it sees how far points are from each other, and nothing else of where they are. */
  readonly seesDistances?: boolean;
  /** The group whose motions it follows without lifting anything. */
  readonly holds?: (settings: Settings) => string;
}

/** Kernels of even parity follow reflections too; where the vertical is told, no motion that tilts it. */
const heldByFibres = (settings: Settings): string => {
  const { parity, places } = settings;
  if (places === "upright" && traitsOf(settings).upright) return "SE2xR";
  return parity === "even" ? "E3" : "SE3";
};

export const modelNames = [
  "lietransformer",
  "set-transformer",
  "deep-sets",
  "hfc",
  "fc",
  "se3-transformer",
  "tensor-field",
  "sagpool",
  "gcn",
  "time-attention",
  "linformer",
  "cdsa",
] as const;

export const models: Readonly<Record<(typeof modelNames)[number], ModelTraits>> = {
  lietransformer: { title: "LieTransformer", lifts: true },
  "set-transformer": { title: "Set Transformer", lifts: false },
  "deep-sets": { title: "Deep Sets of distances", lifts: false, seesDistances: true },
  hfc: { title: "HFC", lifts: false },
  fc: { title: "FC", lifts: false },
  "se3-transformer": { title: "SE(3)-Transformer", lifts: false, holds: heldByFibres },
  "tensor-field": { title: "Tensor field network", lifts: false, holds: heldByFibres },
  sagpool: { title: "SAGPool", lifts: false },
  "time-attention": { title: "Time attention", lifts: false },
  linformer: { title: "Linformer", lifts: false },
  cdsa: { title: "Cross-dimensional attention", lifts: false },
  gcn: { title: "Graph convolutions", lifts: false },
};

/** Whether the model that some settings name lifts points to a group. */
export const lifts = ({ model }: Settings): boolean => models[model as keyof typeof models].lifts;

/** Name of the group that a model holds though it lifts nothing; null where it holds none, or lifts. */
export const heldWithoutLift = (settings: Settings): string | null =>
  models[settings.model as keyof typeof models].holds?.(settings) ?? null;
