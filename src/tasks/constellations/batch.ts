import type { Config } from "../../config/schema.ts";
import { featureWidth, writeFeatures } from "./features.ts";
import { drawMotion, generateCloud, type Motion, movePoints, patternsOf, pointCount } from "./generate.ts";
import { drawStabiliser, samplesOf } from "./network.ts";

/** Inputs of a program for some clouds, by input name. */
export type Batch = Record<"points" | "stabiliser" | "mask" | "features" | "labels", Float32Array<ArrayBuffer>>;

/** Test sets: as generated, and moved by a shift or by a rotation and a shift. */
export const testSets = ["D", "T2", "SE2"] as const;
export type TestSet = (typeof testSets)[number];

function emptyBatch(config: Config, size: number): Batch {
  const points = pointCount(config);
  return {
    points: new Float32Array(size * points * 2),
    stabiliser: new Float32Array(size * points * samplesOf(config)),
    mask: new Float32Array(size * points),
    features: new Float32Array(size * points * featureWidth(config)),
    labels: new Float32Array(size * patternsOf(config).length),
  };
}

function fill(config: Config, size: number, cloudAt: (k: number) => { purpose: string; index: number; motion: Motion }): Batch {
  const batch = emptyBatch(config, size);
  for (let k = 0; k < size; k++) {
    const { purpose, index, motion } = cloudAt(k);
    const cloud = generateCloud(config, purpose, index);
    const count = cloud.mask.length;
    const width = featureWidth(config);
    const points = movePoints(cloud.points, motion);
    batch.points.set(points, k * count * 2);
    batch.mask.set(cloud.mask, k * count);
    batch.labels.set(cloud.labels, k * cloud.labels.length);
    batch.stabiliser.set(drawStabiliser(config, purpose, index), k * count * samplesOf(config));
    writeFeatures(config, points, cloud.mask, batch.features.subarray(k * count * width, (k + 1) * count * width));
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
