import type { Config } from "../../config/schema.ts";
import { dimensionOf } from "../../config/tasks.ts";

/** Test clouds as they are given (D), or each moved its own way: shifted, rotated about the middle, or both. */
export type TestSet = "D" | "T2" | "T3" | "SO3" | "SE2" | "SE3";

/** As given, shifted, and rotated and shifted. */
export const rigidTestSets = (config: Config): readonly TestSet[] =>
  dimensionOf(config) === 2 ? ["D", "T2", "SE2"] : ["D", "T3", "SE3"];
