import type { Config } from "../../config/schema.ts";
import { slotsOf } from "./kinds.ts";

const MOMENTS = 10;

/** Features a point (specification 6.2). */
export function featureWidth(config: Config): number {
  if (config.features === "constant") return 1;
  return config.features === "moments" ? MOMENTS : slotsOf(config) - 1;
}

/**
 * Writes the features of one cloud [n, F], all invariant to rigid motions: ones; the sorted distances to the
 * other points, absent ones as zero; or moments (mean of d^p)^(1/p), p = 1..10.
 */
export function writeFeatures(config: Config, points: Float32Array, mask: Float32Array, target: Float32Array): void {
  if (config.features === "constant") {
    target.fill(1);
    return;
  }
  const count = mask.length;
  const dimension = points.length / count;
  const width = featureWidth(config);
  const present = Math.max(
    1,
    mask.reduce((a, b) => a + b, 0),
  );
  for (let i = 0; i < count; i++) {
    const distances = Array.from({ length: count }, (_, j) => {
      const difference = Array.from(
        { length: dimension },
        (_, axis) => (points[dimension * i + axis] as number) - (points[dimension * j + axis] as number),
      );
      return (mask[j] as number) * Math.hypot(...difference);
    });
    if (config.features === "distances") {
      distances.sort((a, b) => b - a);
      for (let k = 0; k < width; k++) target[i * width + k] = distances[k] as number;
    } else {
      for (let p = 1; p <= MOMENTS; p++) {
        const moment = distances.reduce((sum, d) => sum + d ** p, 0) / present;
        target[i * width + p - 1] = moment ** (1 / p);
      }
    }
  }
}
