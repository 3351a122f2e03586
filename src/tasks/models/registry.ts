import type { Config } from "../../config/schema.ts";
import { deepSets } from "./deep-sets.ts";
import { type EventModel, timeAttention } from "./event-model.ts";
import { fc, hfc } from "./fully-connected.ts";
import { type GraphModel, gcn, sagpool } from "./graph-model.ts";
import { cdsa, type GridModel } from "./grid-model.ts";
import { lieTransformer, lieTransformerVectors } from "./lie-transformer.ts";
import { linformer, linformerOfClouds, type SequenceModel } from "./linformer.ts";
import type { Model, VectorModel } from "./model.ts";
import { invariantSe3, se3Transformer } from "./se3-transformer.ts";
import { setTransformer, setTransformerVectors } from "./set-transformer.ts";
import { invariantField, tensorField } from "./tensor-field.ts";

type Name = Config["model"];

const models: Readonly<Partial<Record<Name, Model>>> = {
  lietransformer: lieTransformer,
  "set-transformer": setTransformer,
  "deep-sets": deepSets,
  hfc,
  fc,
  "se3-transformer": invariantSe3,
  "tensor-field": invariantField,
  linformer: linformerOfClouds,
};

const vectorModels: Readonly<Partial<Record<Name, VectorModel>>> = {
  "se3-transformer": se3Transformer,
  "tensor-field": tensorField,
  lietransformer: lieTransformerVectors,
  "set-transformer": setTransformerVectors,
};

const graphModels: Readonly<Partial<Record<Name, GraphModel>>> = { sagpool, gcn };

const eventModels: Readonly<Partial<Record<Name, EventModel>>> = { "time-attention": timeAttention };

const sequenceModels: Readonly<Partial<Record<Name, SequenceModel>>> = { linformer };

const gridModels: Readonly<Partial<Record<Name, GridModel>>> = { cdsa };

/** @throws Error if the model answers nothing of that kind: `config/tasks.ts` says which model learns which task */
function known<T>(all: Readonly<Partial<Record<Name, T>>>, { model }: Config, what: string): T {
  const found = all[model];
  if (!found) throw new Error(`The model ${model} does not answer with ${what}.`);
  return found;
}

export const modelOf = (config: Config): Model => known(models, config, "numbers");
export const vectorModelOf = (config: Config): VectorModel => known(vectorModels, config, "vectors");
export const graphModelOf = (config: Config): GraphModel => known(graphModels, config, "classes of graphs");
export const eventModelOf = (config: Config): EventModel => known(eventModels, config, "kinds of events");
export const sequenceModelOf = (config: Config): SequenceModel => known(sequenceModels, config, "classes of sequences");
export const gridModelOf = (config: Config): GridModel => known(gridModels, config, "grids");
