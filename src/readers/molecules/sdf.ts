import { reasonOf } from "../../text/reason.ts";
import { UnreadableError } from "../table.ts";
import { checked } from "./checked.ts";
import { eachFrame, LIMITS, linesOf, type ReadFrame, type ReadMolecule } from "./read-molecule.ts";

/** Lines of a molfile before its atoms. */
const HEADER = 4;

type OpenChemLib = typeof import("openchemlib");
type OclMolecule = InstanceType<OpenChemLib["Molecule"]>;

/** Atoms of an OpenChemLib molecule, which turns molfiles by half a turn about x as it reads them. @param line of the first, where they have some */
export function atomsOf(molecule: OclMolecule, line: number | null) {
  return Array.from({ length: molecule.getAllAtoms() }, (_, k) => ({
    line: line === null ? null : line + k,
    symbol: molecule.getAtomLabel(k),
    at: [molecule.getAtomX(k), -molecule.getAtomY(k), -molecule.getAtomZ(k)],
  }));
}

/** Structures without depth are drawings of molecules, not their shapes. */
const isFlat = (points: Float32Array): boolean =>
  points.length > 12 && points.every((value, k) => k % 3 !== 2 || Math.abs(value) < 1e-6);

/** MOL and SDF, V2000 and V3000, by OpenChemLib. @throws UnreadableError as `checked` */
export async function readSdf(text: string): Promise<ReadFrame[]> {
  const { Molecule } = await import("openchemlib");
  let line = 0;
  const records = text.split(/^\$\$\$\$.*(?:\r\n|\r|\n)?/m).map((record) => {
    const from = line;
    // The line that parts two records counts too.
    line += linesOf(record).length;
    return { record, from };
  });
  const some = records.filter(({ record }) => record.trim() !== "");
  if (some.length > LIMITS.frames) throw new UnreadableError(`it has more than ${LIMITS.frames} records`);
  return eachFrame(
    some.map(({ record, from }, k) => {
      const name = linesOf(record)[0]?.trim().slice(0, 40) || `record ${k + 1}`;
      return { name, read: () => readRecord(Molecule, name, record, from) };
    }),
  );
}

/** @param from lines of the file before the record */
function readRecord(Molecule: OpenChemLib["Molecule"], name: string, record: string, from: number): ReadMolecule {
  const isV3000 = /V3000/.test(record);
  const announced = isV3000
    ? Number(/COUNTS\s+(\d+)/.exec(record)?.[1])
    : Number(linesOf(record)[HEADER - 1]?.slice(0, 3));
  if (!(announced >= 1)) throw new UnreadableError(`${name}: its counts line announces no atoms`);
  if (announced > LIMITS.atoms)
    throw new UnreadableError(`${name} has ${announced} atoms; ${LIMITS.atoms} is the most that is looked at`);
  let molecule: OclMolecule;
  try {
    molecule = Molecule.fromMolfile(record);
  } catch (error) {
    throw new UnreadableError(`${name} is no molfile that can be read (${reasonOf(error).slice(0, 80)})`);
  }
  if (molecule.getAllAtoms() !== announced)
    throw new UnreadableError(`${name} announces ${announced} atoms, ${molecule.getAllAtoms()} can be read`);
  const read = checked(name, atomsOf(molecule, isV3000 ? null : from + HEADER + 1));
  return isFlat(read.molecule.points)
    ? { ...read, notes: [...read.notes, "All atoms lie in one plane: perhaps a drawing, not a shape."] }
    : read;
}
