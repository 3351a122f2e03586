import type { Config } from "../../config/schema.ts";
import { mapped } from "../../lie/motion.ts";
import { type Quaternion, rotationMatrix } from "../../lie/quaternion.ts";
import { so3 } from "../../lie/so3.ts";
import { moveSamples } from "../../lie/stabilisers/move-samples.ts";
import type { Lift } from "../stabiliser.ts";
import { framesOf } from "./frames.ts";
import type { Sequence } from "./source.ts";

/** How the globe is turned for the copy of a sequence, and how its places are lifted then. */
export interface Turn {
  readonly index: number;
  /** [w, x, y, z] */
  readonly rotation: Quaternion<number>;
  readonly lift: Lift;
}

/** The sequence on a globe that is turned; one without places as it is. */
export function turned(sequence: Sequence, { seed }: Config, { index, rotation, lift }: Turn): Sequence {
  const { places, frames } = sequence;
  if (!places || !frames) return sequence;
  const linear = rotationMatrix(rotation);
  const copied = {
    moved: () => moveSamples(so3, places.flat(), frames, linear),
    fresh: () => framesOf(frames.length, seed, "of a copy", index),
    left: () => frames,
  };
  return { ...sequence, places: places.map((place) => mapped(place, linear)), frames: copied[lift]() };
}
