import type { Config } from "../../config/schema.ts";
import { dimensionOf } from "../../config/tasks.ts";
import { numbers } from "../../lie/arithmetic.ts";
import { stabiliserSize, turnSamples } from "../../lie/group.ts";
import { groupOf } from "../../lie/registry.ts";
import { type Motion, movePoints } from "../../lie/rigid-motion.ts";
import { stabiliserWidth } from "../lie-transformer-options.ts";
import { drawKeep, stabiliserOf } from "./draws.ts";
import { featureWidth, writeFeatures } from "./features.ts";
import { type Cloud, drawMotion, generateCloud, patternsOf, pointCount } from "./generate.ts";

/** Inputs of a program for some clouds, by input name. */
type CloudBatch = Record<"points" | "stabiliser" | "mask" | "features" | "labels" | "keep", Float32Array<ArrayBuffer>>;

/** Test sets: as generated (D), and moved by a shift or by a rotation and a shift, of the plane or of space. */
export type TestSet = "D" | Exclude<Config["augment"], "none">;
export const testSetsOf = (config: Config): readonly [TestSet, TestSet, TestSet] =>
  dimensionOf(config) === 2 ? ["D", "T2", "SE2"] : ["D", "T3", "SE3"];

function emptyBatch(config: Config, size: number, purpose: string, index: number): CloudBatch {
  const points = pointCount(config);
  return {
    keep: drawKeep(config, purpose, index),
    points: new Float32Array(size * points * dimensionOf(config)),
    stabiliser: new Float32Array(size * points * stabiliserWidth(config)),
    mask: new Float32Array(size * points),
    features: new Float32Array(size * points * featureWidth(config)),
    labels: new Float32Array(size * patternsOf(config).length),
  };
}

/** Writes a cloud and its lift into slot k of a batch. */
function put(
  config: Config,
  batch: CloudBatch,
  k: number,
  { points, mask, labels }: Omit<Cloud, "pattern">,
  stabiliser: Float32Array,
): void {
  const count = mask.length;
  const width = featureWidth(config);
  batch.points.set(points, k * points.length);
  batch.mask.set(mask, k * count);
  batch.labels.set(labels, k * labels.length);
  batch.stabiliser.set(stabiliser, k * count * stabiliserWidth(config));
  writeFeatures(config, points, mask, batch.features.subarray(k * count * width, (k + 1) * count * width));
}

function fill(
  config: Config,
  size: number,
  pass: { purpose: string; index: number },
  cloudAt: (k: number) => { purpose: string; index: number; motion: Motion },
): CloudBatch {
  const batch = emptyBatch(config, size, pass.purpose, pass.index);
  for (let k = 0; k < size; k++) {
    const { purpose, index, motion } = cloudAt(k);
    const cloud = generateCloud(config, purpose, index);
    const moved = { ...cloud, points: movePoints(cloud.points, motion, dimensionOf(config)) };
    put(config, batch, k, moved, stabiliserOf(config, moved, purpose, index));
  }
  return batch;
}

/** The training batch of a step: fresh clouds, never seen before or again. */
export function trainingBatch(config: Config, step: number): CloudBatch {
  return fill(config, config.batch, { purpose: "train", index: step }, (k) => {
    const index = step * config.batch + k;
    return { purpose: "train", index, motion: drawMotion(config.augment, config.seed, "train", index) };
  });
}

/** Clouds `start .. start + size` of a test set, repeated from the beginning beyond its end. */
export function testBatch(config: Config, set: TestSet, start: number, size: number): CloudBatch {
  return fill(config, size, { purpose: `test ${set}`, index: start }, (k) => {
    const index = (start + k) % config.tests;
    return { purpose: "test", index, motion: drawMotion(set === "D" ? "none" : set, config.seed, "test", index) };
  });
}

/** A test cloud beside its moved copy. */
export interface CloudView {
  /** [n, d] before and after the motion. */
  readonly points: Float32Array;
  readonly moved: Float32Array;
  readonly mask: Float32Array;
  /** Index into the config's patterns, of each point. */
  readonly pattern: Uint8Array;
  readonly labels: readonly number[];
  /** Axes of each lifted element, see `framesOf`, before and after; null without samples. */
  readonly frames: { readonly original: Float32Array; readonly moved: Float32Array } | null;
  /** Both as one batch: the original first. */
  readonly batch: CloudBatch;
}

/**
 * Images of the axes under the rotations of lifted elements, unit vectors [n, S, A, d]: of e_x alone in the plane (A = 1),
 * of all three in space.
 */
function framesOf(config: Config, points: Float32Array, stabiliser: Float32Array): Float32Array {
  const group = groupOf(config);
  const { samples } = config;
  const dimension = group.pointDim;
  const size = stabiliserSize(group);
  const origin = new Array<number>(dimension).fill(0);
  const axes = dimension === 2 ? [[1, 0]] : [0, 1, 2].map((axis) => origin.with(axis, 1));
  const frames = Array.from({ length: stabiliser.length / size }, (_, element) => {
    const point = dimension * Math.floor(element / samples);
    const sample = Array.from(stabiliser.subarray(element * size, (element + 1) * size));
    const g = group.lift(numbers, Array.from(points.subarray(point, point + dimension)), sample, samples);
    const from = group.act(g, origin);
    return axes.flatMap((axis) => {
      const image = group.act(g, axis).map((value, k) => value - (from[k] as number));
      return image.map((value) => value / Math.hypot(...image));
    });
  });
  return Float32Array.from(frames.flat());
}

/**
 * A test cloud and its copy under a motion. A `moved` lift turns the stabiliser samples with the points, so that every
 * lifted element is multiplied on the left by the motion; a `fresh` lift draws new ones.
 */
export function cloudPair(
  config: Config,
  { cloud: wanted, motion, lift }: { cloud: number; motion: Motion; lift: "moved" | "fresh" },
): CloudView {
  const index = wanted % config.tests;
  const cloud = generateCloud(config, "test", index);
  const moved = { ...cloud, points: movePoints(cloud.points, motion, dimensionOf(config)) };
  const stabiliser = stabiliserOf(config, cloud, "test", index);
  const turned =
    lift === "fresh" || config.model !== "lietransformer"
      ? stabiliserOf(config, moved, "fresh", index)
      : Float32Array.from(turnSamples(groupOf(config), cloud.points, stabiliser, motion.rotation));
  const batch = emptyBatch(config, 2, "probe", index);
  put(config, batch, 0, cloud, stabiliser);
  put(config, batch, 1, moved, turned);
  const sampled = config.model === "lietransformer" && groupOf(config).stabiliser !== "trivial";
  return {
    points: cloud.points,
    moved: moved.points,
    frames: sampled
      ? { original: framesOf(config, cloud.points, stabiliser), moved: framesOf(config, moved.points, turned) }
      : null,
    mask: cloud.mask,
    pattern: cloud.pattern,
    labels: Array.from(cloud.labels),
    batch,
  };
}
