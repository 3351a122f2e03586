import { concat } from "../../autograd/operations/concat.ts";
import { where } from "../../autograd/operations/elementwise.ts";
import { lift } from "../../autograd/operations/lift.ts";
import { reshape } from "../../autograd/operations/movement.ts";
import type { Tensor } from "../../autograd/tape.ts";
import { so3R } from "../../lie/so3-r.ts";
import { t1 } from "../../lie/translations.ts";
import { type BlockOptions, declareBlock, transformerBlock } from "../block.ts";
import { embed } from "../embedding.ts";
import { declareLayerNorm, layerNorm } from "../layer-norm.ts";
import { declareLieSelfAttention, decomposedLieSelfAttention, lieSelfAttention } from "../lie-self-attention.ts";
import { declareLinear, linear, type Weights, weightNamed } from "../linear.ts";
import type { ParameterLayout } from "../parameters.ts";
import type { LieSelfAttentionOptions } from "../terms/term.ts";
import { type KernelSize, stationary } from "./stationary.ts";

/** What comes next in a sequence of events, by attention whose location term is of the group (R, +) (specification 4). */
export interface EventNetworkOptions extends LieSelfAttentionOptions, BlockOptions {
  readonly layers: number;
  /** Types of events. */
  readonly types: number;
  /** A kernel whose features of the times stand beside the embedding of the type; `none` leaves times to the attention. */
  readonly feature: keyof typeof stationary | "none";
  readonly featureSize: KernelSize;
}

/** What events and times become before the first block. */
const featureWidth = ({ feature, featureSize }: EventNetworkOptions): number =>
  feature === "none" ? 0 : stationary[feature].width(featureSize);

/** Options of one layer: translations of the line, or with them rotations of the sphere that events lie on. */
export const onTheLine = { group: t1, samples: 1 } as const;
export const onTheSphere = { group: so3R, samples: 1 } as const;

/** @throws Error where the features of time leave no room for the type of an event */
export function declareEventNetwork(layout: ParameterLayout, options: EventNetworkOptions): void {
  const { width, types, layers, feature, featureSize } = options;
  const embedded = width - featureWidth(options);
  if (embedded < 1) throw new Error(`Features of time of ${featureWidth(options)} numbers leave none of ${width}.`);
  if (feature !== "none") stationary[feature].declare(layout, "time.", null, featureSize);
  layout.add("embed.table", [types, embedded], { halfWidth: Math.sqrt(3) });
  for (let l = 0; l < layers; l++) {
    declareLieSelfAttention(layout, `blocks.${l}.attn.`, options);
    declareBlock(layout, `blocks.${l}.`, options);
  }
  declareLayerNorm(layout, "norm", width);
  declareLinear(layout, ["head"], width, types);
}

export interface Events {
  /** Which type each event is of, times of the events, and of what is asked in their rows: [B, n]. */
  readonly types: Tensor;
  readonly times: Tensor;
  readonly queryTimes: Tensor;
  /** Times that features are made of; those of the events where left out. */
  readonly featureTimes?: Tensor | undefined;
  /** Places on the unit sphere [B, n, 3] and the angle of the frame that each is lifted with [B, n, 1]; `onTheSphere` only. */
  readonly places?: Tensor;
  readonly frames?: Tensor;
  /** [B, n] */
  readonly mask: Tensor;
}

/**
 * Logits of the next type at every event, [B, n, types], and the weights of each layer's heads [B, n, n, H].
 * @throws Error where the group acts on places and there are none
 */
export function eventNetwork(weights: Weights, options: EventNetworkOptions, events: Events) {
  const { mask, times, queryTimes, featureTimes = times } = events;
  const { tape } = mask;
  const [batch, count] = mask.shape as [number, number];
  const zero = tape.scalar(0);
  const clean = (x: Tensor) => where(mask, x, zero);
  const column = reshape(mask, [batch, count, 1]);
  const { places, frames } = events;
  if (options.group.pointDim > 1 && !(places && frames))
    throw new Error(`Events of ${options.group.name} need places and frames.`);
  const elementsAt = (at: Tensor) => {
    const time = reshape(clean(at), [batch, count, 1]);
    if (!places || !frames) return time;
    return lift(options.group, concat([where(column, places, zero), time], 2), where(column, frames, zero), 1);
  };
  const elements = elementsAt(times);
  // Row a asks at its own place, at its own time or a later one, for what lies before it.
  const asked = elementsAt(queryTimes);
  let x = embed(weightNamed(weights, "embed.table"), clean(events.types));
  if (options.feature !== "none") {
    x = concat([x, stationary[options.feature].features(weights, "time.", clean(featureTimes))], 2);
  }
  const attention: Tensor[] = [];
  for (let l = 0; l < options.layers; l++) {
    const block = `blocks.${l}.`;
    const attend = (features: Tensor, residual?: Tensor) => {
      const layer = { features, elements, mask, asked, residual };
      attention.push(decomposedLieSelfAttention(weights, `${block}attn.`, options, layer).weights);
      return lieSelfAttention(weights, `${block}attn.`, options, layer);
    };
    x = transformerBlock(weights, block, options, x, attend, { rows: column });
  }
  return { output: linear(weights, "head", layerNorm(weights, "norm", x)), attention };
}
