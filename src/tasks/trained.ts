import type { Config } from "../config/schema.ts";
import type { Parameters } from "../nn/parameters.ts";

/** A network, whoever trains it, as far as one must know it to ask it. */
export interface Trained {
  readonly config: Config;
  readonly parameters: Parameters;
}
