import { UnreadableError } from "../table.ts";
import { checked } from "./checked.ts";
import { type AtomLine, eachFrame, LIMITS, linesOf, type ReadFrame, type ReadMolecule } from "./read-molecule.ts";

function atomOf(content: string, line: number): AtomLine {
  const [symbol = "", ...rest] = content.trim().split(/[\s,;]+/);
  const at = rest.slice(0, 3).map(Number);
  if (at.length < 3 || !at.every(Number.isFinite))
    throw new UnreadableError(`line ${line}: “${content.trim().slice(0, 30)}” is no element with three coordinates`);
  return { line, symbol, at };
}

/**
 * XYZ: for each frame the number of atoms, a comment, then an element with its place in angstrom a line; or such lines
 * alone, of one molecule.
 * @throws UnreadableError that says which line is wrong, and how
 */
export function readXyz(text: string): ReadFrame[] {
  const lines = linesOf(text);
  const isCount = (line: string | undefined) => /^\s*\d+\s*$/.test(line ?? "");
  const first = lines.findIndex((line) => line.trim() !== "");
  if (first < 0) throw new UnreadableError("it is empty");
  if (!isCount(lines[first])) {
    const atoms = lines.flatMap((line, k) => (line.trim() === "" ? [] : [atomOf(line, k + 1)]));
    return [checked("the molecule", atoms)];
  }
  const frames: { name: string; read(): ReadMolecule }[] = [];
  for (let at = first; at < lines.length; ) {
    if (lines[at]?.trim() === "") {
      at++;
      continue;
    }
    if (!isCount(lines[at])) throw new UnreadableError(`line ${at + 1} must be the number of atoms of a frame`);
    const count = Number(lines[at]);
    if (count < 1) throw new UnreadableError(`line ${at + 1}: a frame of ${count} atoms`);
    if (at + 2 + count > lines.length)
      throw new UnreadableError(`it ends after line ${lines.length}; ${count} atoms were announced in line ${at + 1}`);
    if (frames.length >= LIMITS.frames) throw new UnreadableError(`it has more than ${LIMITS.frames} frames`);
    const comment = lines[at + 1]?.trim();
    const from = at + 2;
    const name = comment?.slice(0, 40) || `frame ${frames.length + 1}`;
    const own = lines.slice(from, from + count);
    frames.push({
      name,
      read: () =>
        checked(
          name,
          own.map((line, k) => atomOf(line, from + k + 1)),
        ),
    });
    at = from + count;
  }
  return eachFrame(frames);
}
