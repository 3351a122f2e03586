import { readNumber } from "../text/read-number.ts";

/** Decimals that a point of one's own is written with. */
const PLACES = 3;

const NUMBER = String.raw`[-+\u2212]?\d+(\.\d+)?`;
const POINT = `${NUMBER}(,${NUMBER}){1,2}`;

/** Text of points, `0.3,-0.15;0.5,1`, or nothing. */
export const ownPattern = new RegExp(`^(${POINT}(;${POINT})*)?$`);

/** The points in a text, those of another dimension left out. */
export const parseOwn = (text: string, dimension: number): number[][] =>
  text === ""
    ? []
    : text
        .split(";")
        .map((point) => point.split(",").map(readNumber))
        .filter((point) => point.length === dimension);

/** What is written without an exponent; farther out there is nothing to see. */
const within = (value: number): number => Math.min(1e6, Math.max(-1e6, value));

/** Text of points. */
export const ownText = (points: readonly (readonly number[])[]): string =>
  points.map((point) => point.map((value) => Number(within(value).toFixed(PLACES)) + 0).join(",")).join(";");
