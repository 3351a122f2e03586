import { lifts } from "../../config/models.ts";
import type { Config } from "../../config/schema.ts";
import { dimensionOf } from "../../config/tasks.ts";
import { axisImages, liftAll } from "../../lie/group.ts";
import { type Motion, movePoints } from "../../lie/motion.ts";
import { groupOf } from "../../lie/registry.ts";
import { drawKeep } from "../ball.ts";
import { copiesOf, joined } from "../copies.ts";
import { type Example, isOwn } from "../example.ts";
import { drawStabilisers, type Lift } from "../stabiliser.ts";
import { asGiven, type Copy } from "../survey-plan.ts";
import type { Batch, Examples } from "../task.ts";
import type { Cloud } from "./cloud.ts";
import { drawMotion } from "./draw-motion.ts";
import { featureWidth, writeFeatures } from "./features.ts";
import { kindOf, slotsOf } from "./kinds.ts";
import type { TestSet } from "./test-sets.ts";

/** What a draw is for, and its number among those. */
interface Draw {
  readonly purpose: string;
  readonly index: number;
}

type Drawn = Draw & Omit<Cloud, "pattern">;

/** Clouds that go through a network together. */
class Clouds implements Examples {
  readonly #clouds: readonly Drawn[];
  readonly #pass: Draw;
  /** What every network reads. */
  readonly #shared: Batch;

  constructor(clouds: readonly Drawn[], pass: Draw) {
    this.#clouds = clouds;
    this.#pass = pass;
    this.#shared = {
      points: joined(clouds.map(({ points }) => points)),
      mask: joined(clouds.map(({ mask }) => mask)),
      labels: joined(clouds.map(({ labels }) => labels)),
    };
  }

  inputs(config: Config): Batch {
    const { purpose, index } = this.#pass;
    const lift = (cloud: Drawn) => drawStabilisers(config, cloud, cloud.purpose, cloud.index);
    return {
      ...this.#shared,
      ...own(config, this.#clouds, this.#clouds.map(lift)),
      keep: drawKeep(config, slotsOf(config), purpose, index),
    };
  }
}

/** What the network of a config alone reads of some clouds: features, and how they are lifted. */
function own(
  config: Config,
  clouds: readonly { readonly points: Float32Array; readonly mask: Float32Array }[],
  stabilisers: readonly Float32Array[],
): Record<"stabiliser" | "features", Float32Array<ArrayBuffer>> {
  const points = slotsOf(config);
  const width = points * featureWidth(config);
  const features = new Float32Array(clouds.length * width);
  clouds.forEach((cloud, k) => {
    writeFeatures(config, cloud.points, cloud.mask, features.subarray(k * width, (k + 1) * width));
  });
  return { stabiliser: joined(stabilisers), features };
}

function draw(config: Config, size: number, pass: Draw, cloudAt: (k: number) => Draw & { motion: Motion }): Examples {
  const clouds = Array.from({ length: size }, (_, k): Drawn => {
    const { motion, ...which } = cloudAt(k);
    const { points, mask, labels } = kindOf(config).cloud(config, which.purpose, which.index);
    return { ...which, points: movePoints(points, motion, dimensionOf(config)), mask, labels };
  });
  return new Clouds(clouds, pass);
}

/** The training batch of a step: fresh clouds, never seen before or again. */
export function trainingBatch(config: Config, step: number): Examples {
  return draw(config, config.batch, { purpose: "train", index: step }, (k) => {
    const index = step * config.batch + k;
    return { purpose: "train", index, motion: drawMotion(config.augment, config.seed, "train", index) };
  });
}

/** Clouds `start .. start + size` of a test set, repeated from the beginning beyond its end. */
export function testBatch(config: Config, set: TestSet, start: number, size: number): Examples {
  return draw(config, size, { purpose: `test ${set}`, index: start }, (k) => {
    const index = (start + k) % config.tests;
    return { purpose: "test", index, motion: drawMotion(set, config.seed, "test", index) };
  });
}

/** A test cloud beside its moved copy. */
export interface CloudPair {
  /** Index into the test clouds; 0 for points of one's own. */
  readonly index: number;
  /** [n, d] before and after the motion. */
  readonly points: Float32Array;
  readonly moved: Float32Array;
  readonly mask: Float32Array;
  /** Index into the config's patterns, of each point. */
  readonly pattern: Uint8Array;
  /** None for points of one's own. */
  readonly labels: readonly number[];
}

/** A cloud of one's own, in as many slots as a network has: points beyond them are left out. */
function ownCloud(config: Config, own: readonly number[]): Cloud {
  const slots = slotsOf(config);
  const points = new Float32Array(slots * dimensionOf(config));
  points.set(own.slice(0, points.length));
  const present = own.length / dimensionOf(config);
  return {
    points,
    mask: Float32Array.from({ length: slots }, (_, k) => (k < present ? 1 : 0)),
    pattern: new Uint8Array(slots),
    labels: new Float32Array(0),
  };
}

export function cloudPair(config: Config, example: Example, motion: Motion): CloudPair {
  const index = isOwn(example) ? 0 : example % config.tests;
  const cloud = isOwn(example) ? ownCloud(config, example) : kindOf(config).cloud(config, "test", index);
  const moved = movePoints(cloud.points, motion, dimensionOf(config));
  return { index, ...cloud, moved, labels: Array.from(cloud.labels) };
}

/**
 * Images of the axes under the rotations of lifted elements, unit vectors [n, S, A, d]: of e_x alone in the plane (A = 1),
 * of all three in space. Nothing where nothing is sampled.
 */
function framesOf(config: Config, points: Float32Array, stabiliser: Float32Array): Float32Array {
  if (!lifts(config) || groupOf(config).stabiliser.kind === "trivial") return new Float32Array(0);
  const group = groupOf(config);
  const frames = liftAll(group, points, stabiliser, config.samples).map(({ element }) =>
    axisImages(group, element)
      .slice(0, group.pointDim === 2 ? 1 : 3)
      .flatMap((image) => image.map((value) => value / Math.hypot(...image))),
  );
  return Float32Array.from(frames.flat());
}

/** Both clouds of a pair as one batch for the network of a config, the original first, and how they are lifted. */
export interface LiftedPair {
  readonly batch: Batch;
  /** Axes of each lifted element, see `framesOf`, before and after; null without samples. */
  readonly frames: { readonly original: Float32Array; readonly moved: Float32Array } | null;
}

export function liftedPair(
  config: Config,
  cloud: CloudPair,
  { motion, lift }: { motion: Motion; lift: Lift },
): LiftedPair {
  const { batch, clouds, stabilisers } = liftedCopies(config, cloud, [asGiven, { motion, lift }]);
  const frames = clouds.map(({ points }, k) => framesOf(config, points, stabilisers[k] as Float32Array));
  const [original, moved] = frames as [Float32Array, Float32Array];
  return { batch, frames: original.length > 0 ? { original, moved } : null };
}

/** Copies of a test cloud as one batch for the network of a config. */
export function liftedCopies(
  config: Config,
  cloud: Pick<CloudPair, "index" | "points" | "mask">,
  copies: readonly Copy[],
) {
  const clouds = copiesOf(config, cloud, copies, () => "fresh");
  const stabilisers = clouds.map(({ stabiliser }) => stabiliser);
  const batch: Batch = {
    points: joined(clouds.map(({ points }) => points)),
    mask: joined(clouds.map(({ mask }) => mask)),
    ...own(config, clouds, stabilisers),
    keep: drawKeep(config, slotsOf(config), "probe", cloud.index),
  };
  return { batch, clouds, stabilisers };
}
