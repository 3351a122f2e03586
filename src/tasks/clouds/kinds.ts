import type { Config } from "../../config/schema.ts";
import { labelled } from "../classification/labelled.ts";
import { counted } from "../constellations/generate.ts";
import { scans } from "../scans/generate.ts";
import type { Cloud } from "./cloud.ts";
import type { TestSet } from "./test-sets.ts";

/** Clouds of a task, and what is told of each: an answer a row. */
export interface CloudKind {
  /** Point slots of every cloud. */
  slots(config: Config): number;
  rows(config: Config): readonly string[];
  /** What is asked of a cloud, what the answers are together, and what a row is; for people. */
  readonly words: { readonly question: string; readonly answers: string; readonly row: string };
  /** Whether every row has its points, in a colour of their own. */
  readonly coloured: boolean;
  /** Whether z is the vertical. */
  readonly upright: boolean;
  /** How test clouds are moved, the ways in order. */
  testSets(config: Config): readonly TestSet[];
  /** Answers that a row may have. */
  classes(config: Config): number;
  /** What the answers are called, for people. */
  answers(config: Config): readonly string[];
  /** Cloud `index` of the set `purpose`; equal arguments give equal clouds. */
  cloud(config: Config, purpose: string, index: number): Cloud;
}

/** Tasks that learn from clouds. */
const kinds = { constellations: counted, classification: labelled, scans } as const satisfies Partial<
  Record<Config["task"], CloudKind>
>;
export type CloudTask = keyof typeof kinds;

/** @param config of such a task */
export const kindOf = ({ task }: Config): CloudKind => kinds[task as CloudTask];

export const testSetsOf = (config: Config): readonly TestSet[] => kindOf(config).testSets(config);

export const slotsOf = (config: Config): number => kindOf(config).slots(config);
