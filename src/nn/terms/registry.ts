import type { Terms } from "../../lie/attention-terms.ts";
import { multiplied, summed } from "./combine/arithmetic.ts";
import { net as combinedByNet } from "./combine/net.ts";
import { concat } from "./content/concat.ts";
import { concatLinear } from "./content/concat-linear.ts";
import { dot } from "./content/dot.ts";
import { none as noContent } from "./content/none.ts";
import { relative } from "./content/relative.ts";
import { net as locationNet } from "./location/net.ts";
import { none as noLocation } from "./location/none.ts";
import { raw } from "./location/raw.ts";
import { bochner, mercer } from "./location/stationary.ts";
import type { Combination, ContentTerm, LocationTerm } from "./term.ts";

/** Every term by its name in a config: a new one is a file, a line here, and its name in `lie/attention-terms.ts`. */
export const contentTerms: Readonly<Record<Terms["content"], ContentTerm>> = {
  dot,
  concat,
  concat_linear: concatLinear,
  relative,
  none: noContent,
};

export const locationTerms: Readonly<Record<Terms["location"], LocationTerm>> = {
  net: locationNet,
  raw,
  none: noLocation,
  bochner,
  mercer,
};

export const combinations: Readonly<Record<Terms["combine"], Combination>> = {
  sum: summed,
  multiply: multiplied,
  net: combinedByNet,
};
