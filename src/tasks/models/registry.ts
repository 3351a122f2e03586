import type { Config } from "../../config/schema.ts";
import { fc, hfc } from "./fully-connected.ts";
import { lieTransformer } from "./lie-transformer.ts";
import type { Model } from "./model.ts";
import { setTransformer } from "./set-transformer.ts";

const models: Readonly<Record<Config["model"], Model>> = {
  lietransformer: lieTransformer,
  "set-transformer": setTransformer,
  hfc,
  fc,
};

export const modelOf = ({ model }: Config): Model => models[model];
