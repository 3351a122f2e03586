import type { Config } from "../config/schema.ts";
import { stabiliserSize } from "../lie/group.ts";
import { groupOf } from "../lie/registry.ts";
import type { LieTransformerOptions } from "../nn/lie-transformer.ts";

/** The LieTransformer that a config describes, with so many numbers a point in and so many out. */
export const lieTransformerOptions = (config: Config, inputs: number, outputs: number): LieTransformerOptions => ({
  group: groupOf(config),
  samples: config.samples,
  squash: config.pairs === "squashed",
  heads: config.heads,
  hidden: config.kernel,
  content: config.content,
  location: config.location,
  combine: config.combine,
  embed: config.embed,
  width: config.width,
  normalise: config.normalise,
  activation: config.activation,
  layers: config.layers,
  blockNorm: config.norm,
  pool: config.pool,
  layout: config.layout,
  headNorm: config.head_norm,
  inputs,
  outputs,
});

/** Numbers a point of stabiliser samples; one unused number for a model that lifts nothing. */
export const stabiliserWidth = (config: Config): number =>
  config.model === "lietransformer" ? config.samples * stabiliserSize(groupOf(config)) : 1;
