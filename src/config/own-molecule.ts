import { elementOf, elements } from "../molecules/elements.ts";
import { COINCIDENT, closestPair, moleculeOf } from "../molecules/molecule.ts";
import { readNumber } from "../text/read-number.ts";

/** Decimals that a coordinate is written with, angstrom. */
const PLACES = 3;

/** Atoms of a molecule of one's own at most: what networks of molecules have room for. */
export const MOST_ATOMS = 64;

const NUMBER = String.raw`[-+\u2212]?\d+(\.\d+)?`;
const ATOM = `(${elements.map(({ symbol }) => symbol).join("|")})(,${NUMBER}){3}`;

/** Text of atoms, `O,0,0,0.119;H,0,0.763,-0.477`, or nothing. */
export const atomsPattern = new RegExp(`^(${ATOM}(;${ATOM}){0,${MOST_ATOMS - 1}})?$`);

/** Coordinates of no molecule are farther out, angstrom. */
const FARTHEST = 1000;

/** Whether the atoms of a text lie where a molecule's can: none far out, no two in one place. */
export function lieApart(text: string): boolean {
  const atoms = parseAtoms(text);
  if (!atoms.every((atom) => atom.slice(1).every((value) => Math.abs(value) <= FARTHEST))) return false;
  const closest = closestPair(moleculeOf(atoms));
  return closest === null || closest.length >= COINCIDENT;
}

/** The atoms in a text: [z, x, y, z] of each. */
export const parseAtoms = (text: string): number[][] =>
  text === ""
    ? []
    : text.split(";").map((atom) => {
        const [symbol, ...at] = atom.split(",");
        return [elements.find((element) => element.symbol === symbol)?.z ?? 0, ...at.map(readNumber)];
      });

/** Text of atoms [z, x, y, z]. */
export const atomsText = (atoms: readonly (readonly number[])[]): string =>
  atoms
    .map(([z, ...at]) =>
      [elementOf(z as number).symbol, ...at.map((value) => Number(value.toFixed(PLACES)) + 0)].join(","),
    )
    .join(";");
