import { readNumber } from "../text/read-number.ts";

/** Where someone put a particle's start, instead of where it was drawn. */
export interface Start {
  /** Counted from 1. */
  readonly particle: number;
  /** Before the motion, one number an axis. */
  readonly at: readonly number[];
}

const NUMBER = String.raw`[-\u2212]?\d+(\.\d+)?`;
const START = String.raw`\d+:${NUMBER}(,${NUMBER}){1,2}`;

/** Text of starts, `2:0.3,-0.15;5:1,0`, or nothing. */
export const startsPattern = new RegExp(`^(${START}(;${START})*)?$`);

export const parseStarts = (text: string): Start[] =>
  text === ""
    ? []
    : text.split(";").map((part) => {
        const [particle, at] = part.split(":") as [string, string];
        return { particle: Number(particle), at: at.split(",").map(readNumber) };
      });

const write = (starts: readonly Start[]): string =>
  [...starts]
    .sort((a, b) => a.particle - b.particle)
    .map(({ particle, at }) => `${particle}:${at.join(",")}`)
    .join(";");

const others = (text: string, particle: number): Start[] =>
  parseStarts(text).filter((start) => start.particle !== particle);

/** Decimals that a start is written with. */
export const PLACES = 6;

/** Text of the starts with one particle's put at a place. */
export const withStart = (text: string, particle: number, at: readonly number[]): string =>
  write([...others(text, particle), { particle, at: at.map((value) => Number(value.toFixed(PLACES)) + 0) }]);

/** Text of the starts without one particle's. */
export const withoutStart = (text: string, particle: number): string => write(others(text, particle));

/** Whether a system of so many particles has such a start. */
export const fits = ({ particle, at }: Start, particles: number, dimension: number): boolean =>
  particle >= 1 && particle <= particles && at.length === dimension;

/** The starts in a text that such a system has. */
export const startsOf = (text: string, particles: number, dimension: number): Start[] =>
  parseStarts(text).filter((start) => fits(start, particles, dimension));
