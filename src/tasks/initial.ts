import type { Parameters } from "../nn/parameters.ts";
import { RandomStream } from "../random/random-stream.ts";

/** Parameters as training from a seed begins with them. */
export const initialise = (parameters: Parameters, seed: number): void =>
  parameters.initialise((name) => {
    const random = new RandomStream(seed, `initial ${name}`);
    return () => random.uniform();
  });
