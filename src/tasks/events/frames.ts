import { RandomStream } from "../../random/random-stream.ts";

/** Angle of the frame that each of some places on the sphere is lifted with, drawn anew. */
export function framesOf(count: number, seed: number, purpose: string, index: number): number[] {
  const random = new RandomStream(seed, `frames ${purpose}`, index);
  return Array.from({ length: count }, () => Math.PI * (2 * random.uniform() - 1));
}
