import { readNumber } from "../text/read-number.ts";

const number = String.raw`\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*`;

/** Numbers separated by semicolons, as a link carries them; nothing for none. */
export const coordinatesPattern = new RegExp(`^(${number}(;${number})*)?$`);

/** The numbers of a list, zeros after its end. */
export function coordinatesOf(text: string, count: number): number[] {
  const given = text.trim() === "" ? [] : text.split(";").map(readNumber);
  return Array.from({ length: count }, (_, k) => given[k] ?? 0);
}

/** The list with another number at a place. */
export const withCoordinate = (text: string, count: number, at: number, value: number): string => {
  const changed = coordinatesOf(text, count).with(at, value);
  return changed.every((number) => number === 0) ? "" : changed.join(";");
};
