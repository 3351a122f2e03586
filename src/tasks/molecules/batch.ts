import type { Config } from "../../config/schema.ts";
import { atRest, type Motion, movePoints } from "../../lie/motion.ts";
import { featureWidth, writeFeatures } from "../../molecules/features.ts";
import { centred, type Molecule } from "../../molecules/molecule.ts";
import { drawKeep } from "../ball.ts";
import { copiesOf, joined, reordered } from "../copies.ts";
import type { Draw } from "../padded/epochs.ts";
import { drawStabilisers } from "../stabiliser.ts";
import type { Copy } from "../survey-plan.ts";
import type { Batch, Examples } from "../task.ts";
import { augmentation } from "./augmentation.ts";
import { type Prepared, referenceOf } from "./prepared.ts";

/** A molecule of the set where a config puts it, before any motion. */
export function moleculeAt({ centre }: Config, { set }: Prepared, index: number): Molecule {
  const molecule = { z: set.zOf(index), points: set.pointsOf(index) };
  return centre === "mass" ? centred(molecule, "mass") : molecule;
}

/** A molecule's property as a network learns it. */
export function standardised(config: Config, prepared: Prepared, index: number): number {
  const { set, shift, scale } = prepared;
  const reference = referenceOf(config, prepared, set.zOf(index));
  return (set.targetOf(index, config.target) - reference - shift) / scale;
}

/** What a network's answer means, in stored units. */
export const propertyOf = (config: Config, prepared: Prepared, z: Uint8Array, answer: number): number =>
  answer * prepared.scale + prepared.shift + referenceOf(config, prepared, z);

/** A molecule in so many slots, those beyond its atoms empty. */
interface Padded {
  readonly z: Uint8Array;
  /** [slots, 3] */
  readonly points: Float32Array<ArrayBuffer>;
  /** [slots] */
  readonly mask: Float32Array<ArrayBuffer>;
}

function padded({ z, points }: Molecule, slots: number): Padded {
  const whole = new Float32Array(3 * slots);
  whole.set(points);
  return { z, points: whole, mask: Float32Array.from({ length: slots }, (_, k) => (k < z.length ? 1 : 0)) };
}

/** Features of some molecules' atoms, [n, slots, F]. */
const featuresOf = ({ atoms }: Config, molecules: readonly { readonly z: Uint8Array }[], slots: number) =>
  joined(
    molecules.map(({ z }) => {
      const own = new Float32Array(slots * featureWidth(atoms));
      writeFeatures(atoms, z, own);
      return own;
    }),
  );

/** Molecules that go through a network together. */
export class MoleculeExamples implements Examples {
  readonly slots: number;
  readonly #molecules: readonly Padded[];
  readonly #indices: readonly number[];
  readonly #purpose: string;
  readonly #pass: number;
  readonly #shared: Batch;

  /** @param purpose of what is drawn for them, with each molecule's index and the number of the pass */
  constructor(
    config: Config,
    prepared: Prepared,
    { slots, indices }: Draw,
    { purpose, pass, motionOf }: { purpose: string; pass: number; motionOf: (place: number) => Motion },
  ) {
    this.slots = slots;
    this.#indices = indices;
    this.#purpose = purpose;
    this.#pass = pass;
    this.#molecules = indices.map((index, place) => {
      const { z, points } = moleculeAt(config, prepared, index);
      return padded({ z, points: movePoints(points, motionOf(place), 3) }, slots);
    });
    this.#shared = {
      points: joined(this.#molecules.map(({ points }) => points)),
      mask: joined(this.#molecules.map(({ mask }) => mask)),
      features: featuresOf(config, this.#molecules, slots),
      target: Float32Array.from(indices, (index) => standardised(config, prepared, index)),
    };
  }

  inputs(config: Config): Batch {
    const { slots } = this;
    const lift = (molecule: Padded, k: number) => {
      const key = this.#purpose === "train" ? this.#pass * this.#molecules.length + k : (this.#indices[k] as number);
      return drawStabilisers(config, molecule, this.#purpose, key);
    };
    return {
      ...this.#shared,
      stabiliser: joined(this.#molecules.map(lift)),
      keep: drawKeep(config, slots, this.#purpose, this.#pass),
    };
  }
}

/** The training batch of a step. */
export const trainingBatch = (config: Config, prepared: Prepared, draw: Draw, step: number): MoleculeExamples =>
  new MoleculeExamples(config, prepared, draw, {
    purpose: "train",
    pass: step,
    motionOf: (place) => augmentation(config, step * config.batch + place),
  });

/** Molecules as they are. */
export const testBatch = (config: Config, prepared: Prepared, draw: Draw): MoleculeExamples =>
  new MoleculeExamples(config, prepared, draw, { purpose: "test", pass: 0, motionOf: () => atRest });

/**
 * Copies of a molecule as one batch for the network of a config; each that is lifted afresh has samples of its own.
 * @param index that draws of its lift go by
 */
export function liftedCopies(
  config: Config,
  molecule: Molecule,
  slots: number,
  index: number,
  copies: readonly Copy[],
) {
  const clouds = copiesOf(config, { ...padded(molecule, slots), index }, copies, (k) => `fresh ${k}`);
  const stabilisers = clouds.map(({ stabiliser }) => stabiliser);
  const features = featuresOf(config, [molecule], slots);
  const batch: Batch = {
    points: joined(clouds.map(({ points }) => points)),
    mask: joined(clouds.map(({ mask }) => mask)),
    features: joined(copies.map(({ order }) => reordered(features, order))),
    stabiliser: joined(stabilisers),
    keep: drawKeep(config, slots, "probe", index),
  };
  return { batch, clouds, stabilisers };
}
