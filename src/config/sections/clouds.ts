import { choice } from "../field.ts";
import { heldWithoutLift, lifts } from "../models.ts";
import type { Config, Conflict } from "../schema.ts";
import { dimensionOf } from "../tasks.ts";

export const heading = "Task";
export const when = { task: ["constellations", "scans", "classification"] };

/** The same motions in the other dimension: T2 and T3, SE2 and SE3. */
const inDimension = (augment: string, dimension: 2 | 3): string => augment.replace(/\d/, String(dimension));

export const fields = {
  features: choice(
    [
      "Point features",
      "What a point carries before attention: nothing, its distances to the others, or moments of them.",
    ],
    ["constant", "distances", "moments"],
    "constant",
    { applies: (settings) => lifts(settings) || heldWithoutLift(settings) !== null },
  ),
  augment: choice(
    [
      "Augmentation",
      "Motions applied to every training cloud: none (D), shifts (T2, T3), or rotations and shifts (SE2, SE3).",
    ],
    ["none", "T2", "SE2", "T3", "SE3"],
    "none",
    { offers: (option, settings) => inDimension(option, dimensionOf(settings)) === option },
  ),
} as const;

export function conflicts(config: Config): Conflict[] {
  const dimension = dimensionOf(config);
  const found: Conflict[] = [];
  const augment = inDimension(config.augment, dimension) as Config["augment"];
  if (augment !== config.augment) {
    const place = dimension === 2 ? "the plane" : "space";
    found.push({ reason: `the points lie in ${place}, motions ${config.augment} do not`, fix: { augment } });
  }
  if (lifts(config) && config.features === "constant" && config.normalise === "softmax") {
    found.push({ reason: "constant features with softmax are blind to position", fix: { normalise: "mean" } });
  }
  return found;
}
