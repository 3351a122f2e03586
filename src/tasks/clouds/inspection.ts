import type { Config } from "../../config/schema.ts";
import type { Inspected } from "../inspection-program.ts";
import { asGiven } from "../survey-plan.ts";
import { cloudPair, liftedCopies } from "./batch.ts";
import { recordInputs, sizesOf } from "./network.ts";

/** Clouds as the inside of a network is looked at. */
export const inspectedClouds = (config: Config): Inspected => ({
  sizes: sizesOf(config),
  recordInputs: (tape, batch) => recordInputs(tape, config, batch),
  copies({ example, motion, lift }) {
    return liftedCopies(config, cloudPair(config, example, motion), [asGiven, { motion, lift }]);
  },
});
