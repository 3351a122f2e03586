import type { Config } from "../../config/schema.ts";
import { featureWidth, writeFeatures } from "./features.ts";
import { type Cloud, drawMotion, generateCloud, type Motion, movePoints, patternsOf, pointCount } from "./generate.ts";
import { stabiliserOf, stabiliserWidth, turnStabiliser } from "./network.ts";

/** Inputs of a program for some clouds, by input name. */
export type Batch = Record<"points" | "stabiliser" | "mask" | "features" | "labels", Float32Array<ArrayBuffer>>;

/** Test sets: as generated, and moved by a shift or by a rotation and a shift. */
export const testSets = ["D", "T2", "SE2"] as const;
export type TestSet = (typeof testSets)[number];

function emptyBatch(config: Config, size: number): Batch {
  const points = pointCount(config);
  return {
    points: new Float32Array(size * points * 2),
    stabiliser: new Float32Array(size * points * stabiliserWidth(config)),
    mask: new Float32Array(size * points),
    features: new Float32Array(size * points * featureWidth(config)),
    labels: new Float32Array(size * patternsOf(config).length),
  };
}

/** Writes a moved cloud into slot k of a batch. */
function put(config: Config, batch: Batch, k: number, cloud: Cloud, motion: Motion, stabiliser: Float32Array): void {
  const count = cloud.mask.length;
  const width = featureWidth(config);
  const points = movePoints(cloud.points, motion);
  batch.points.set(points, k * count * 2);
  batch.mask.set(cloud.mask, k * count);
  batch.labels.set(cloud.labels, k * cloud.labels.length);
  batch.stabiliser.set(stabiliser, k * count * stabiliserWidth(config));
  writeFeatures(config, points, cloud.mask, batch.features.subarray(k * count * width, (k + 1) * count * width));
}

function fill(
  config: Config,
  size: number,
  cloudAt: (k: number) => { purpose: string; index: number; motion: Motion },
): Batch {
  const batch = emptyBatch(config, size);
  for (let k = 0; k < size; k++) {
    const { purpose, index, motion } = cloudAt(k);
    put(config, batch, k, generateCloud(config, purpose, index), motion, stabiliserOf(config, purpose, index));
  }
  return batch;
}

/** The training batch of a step: fresh clouds, never seen before or again. */
export function trainingBatch(config: Config, step: number): Batch {
  return fill(config, config.batch, (k) => {
    const index = step * config.batch + k;
    return { purpose: "train", index, motion: drawMotion(config.augment, config.seed, "train", index) };
  });
}

/** Clouds `start .. start + size` of a test set, repeated from the beginning beyond its end. */
export function testBatch(config: Config, set: TestSet, start: number, size: number): Batch {
  return fill(config, size, (k) => {
    const index = (start + k) % config.tests;
    return { purpose: "test", index, motion: drawMotion(set === "D" ? "none" : set, config.seed, "test", index) };
  });
}

/** A test cloud beside its moved copy. */
export interface CloudView {
  /** [n, 2] before and after the motion. */
  readonly points: Float32Array;
  readonly moved: Float32Array;
  readonly mask: Float32Array;
  /** Index into the config's patterns, of each point. */
  readonly pattern: Uint8Array;
  readonly labels: readonly number[];
  /** Both as one batch: the original first. */
  readonly batch: Batch;
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
  const stabiliser = stabiliserOf(config, "test", index);
  const batch = emptyBatch(config, 2);
  put(config, batch, 0, cloud, { angle: 0, shift: [0, 0] }, stabiliser);
  put(
    config,
    batch,
    1,
    cloud,
    motion,
    lift === "fresh" ? stabiliserOf(config, "fresh", index) : turnStabiliser(config, stabiliser, motion.angle),
  );
  return {
    points: cloud.points,
    moved: movePoints(cloud.points, motion),
    mask: cloud.mask,
    pattern: cloud.pattern,
    labels: Array.from(cloud.labels),
    batch,
  };
}
