import type { Settings } from "./field.ts";

/** What everyone may know of a model without loading it. */
export interface ModelTraits {
  readonly title: string;
  /** Whether it lifts points to the config's group, and so has stabiliser samples. */
  readonly lifts: boolean;
}

export const modelNames = ["lietransformer", "set-transformer", "hfc", "fc"] as const;

export const models: Readonly<Record<(typeof modelNames)[number], ModelTraits>> = {
  lietransformer: { title: "LieTransformer", lifts: true },
  "set-transformer": { title: "Set Transformer", lifts: false },
  hfc: { title: "HFC", lifts: false },
  fc: { title: "FC", lifts: false },
};

/** Whether the model that some settings name lifts points to a group. */
export const lifts = ({ model }: Settings): boolean => models[model as keyof typeof models].lifts;
