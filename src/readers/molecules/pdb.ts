import { UnreadableError } from "../table.ts";
import { checked } from "./checked.ts";
import { type AtomLine, eachFrame, LIMITS, linesOf, type ReadFrame } from "./read-molecule.ts";

/**
 * The element of an atom record: its own columns, or else the atom's name, whose element ends in column 14: a letter in column
 * 13 is the first of two, unless the name has four characters and is a hydrogen's.
 */
function symbolOf(line: string): string {
  const told = line.slice(76, 78).trim();
  if (told) return told;
  const name = line.slice(12, 16);
  if (name.trim().length === 4 && name.startsWith("H")) return "H";
  return name.slice(0, 2).replaceAll(/[^A-Za-z]/g, "");
}

/** PDB: ATOM and HETATM records by their columns; each MODEL is a frame. @throws UnreadableError as `checked` */
export function readPdb(text: string): ReadFrame[] {
  const frames: AtomLine[][] = [[]];
  linesOf(text).forEach((line, k) => {
    if (/^(ENDMDL|MODEL)/.test(line) && (frames.at(-1)?.length ?? 0) > 0) frames.push([]);
    if (!/^(ATOM {2}|HETATM)/.test(line)) return;
    const at = [30, 38, 46].map((from) => line.slice(from, from + 8).trim());
    if (at.some((entry) => entry === "" || !Number.isFinite(Number(entry))))
      throw new UnreadableError(`line ${k + 1}: columns 31 to 54 are no three coordinates`);
    frames.at(-1)?.push({ line: k + 1, symbol: symbolOf(line), at: at.map(Number) });
  });
  const some = frames.filter((atoms) => atoms.length > 0);
  if (some.length === 0) throw new UnreadableError("it has no ATOM or HETATM record");
  if (some.length > LIMITS.frames) throw new UnreadableError(`it has more than ${LIMITS.frames} models`);
  return eachFrame(
    some.map((atoms, k) => {
      const name = some.length > 1 ? `model ${k + 1}` : "the molecule";
      return { name, read: () => checked(name, atoms) };
    }),
  );
}
