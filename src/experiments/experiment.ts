import type { Table } from "../bench/suite.ts";
import type { Link } from "../config/link.ts";
import type { Config } from "../config/schema.ts";
import type { Result } from "./study.ts";

/** Something that the networks of an experiment differ by. */
export interface Axis {
  /** The option of the command line that lists what is wanted. */
  readonly name: string;
  readonly legend: string;
  readonly options: readonly string[];
  /** What is wanted where nobody says. */
  readonly usual: readonly string[];
  title(option: string): string;
  /** Why a text is no option, where there are others than those listed. */
  problem?(option: string): string | null;
}

/** One option of every axis. */
export type Choice = readonly string[];

/** The config of a choice's network. @throws RangeError naming a setting that it does not go with */
export type ConfigFor = (base: Config, choice: Choice) => Config;

/**
 * Networks that are trained one after the other, each scored beside what was published, as the page and the command line
 * know them; their configs are in `configs.ts`, which only whoever trains needs.
 */
export interface Experiment {
  /** In files and links. */
  readonly name: string;
  readonly title: string;
  /** What it asks, in a paragraph. */
  readonly about: string;
  readonly task: Config["task"];
  /** Settings that it begins with, as a link's text. */
  readonly settings: string;
  readonly axes: readonly Axis[];
  /** Settings that all its networks share, as a link's text; or why these make no such experiment. */
  base(link: Link): { readonly base: string } | { readonly problem: string };
  titleOf(choice: Choice): string;
  /** What was found beside what was published, by every table there is of it. */
  tables(results: readonly Result[]): readonly Table[];
}

/** All choices of some options, the first axis outermost. */
export const choicesOf = (wanted: readonly (readonly string[])[]): Choice[] =>
  wanted.reduce<Choice[]>(
    (choices, options) => choices.flatMap((choice) => options.map((option) => [...choice, option])),
    [[]],
  );

/** Why a text is no option of an axis, or null. */
export function problemOf({ options, problem }: Axis, option: string): string | null {
  if (problem) return problem(option);
  return options.includes(option) ? null : `must be of ${options.join(", ")}, not ${option}`;
}

/** Whether a choice, perhaps from a file, is one of an experiment's. */
export const isChoiceOf = ({ axes }: Experiment, choice: Choice): boolean =>
  choice.length === axes.length && axes.every((axis, k) => problemOf(axis, choice[k] as string) === null);

export const sameChoice = (a: Choice, b: Choice): boolean => a.join("\n") === b.join("\n");
