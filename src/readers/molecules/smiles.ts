import type { Molecule } from "openchemlib";
import { reasonOf } from "../../text/reason.ts";
import { UnreadableError } from "../table.ts";
import { checked } from "./checked.ts";
import { LIMITS, type ReadMolecule } from "./read-molecule.ts";
import { atomsOf } from "./sdf.ts";

/** Some molecules have no conformer by the first draw. */
const DRAWS = 8;

let registered = false;

/**
 * A molecule in three dimensions from a line of SMILES: a conformer of OpenChemLib's, relaxed by MMFF94.
 * @param resources OpenChemLib's tables, which come in a file of their own
 * @throws UnreadableError that says what is wrong in the line
 */
export async function readSmilesLine(line: string, resources: () => Promise<string>): Promise<ReadMolecule> {
  const chemistry = await import("openchemlib");
  const text = line.trim();
  if (text.length > 300) throw new UnreadableError(`${text.length} characters of SMILES; 300 is the most`);
  let flat: Molecule;
  try {
    flat = chemistry.Molecule.fromSmiles(text);
  } catch (error) {
    throw new UnreadableError(`“${text.slice(0, 40)}” is no SMILES (${reasonOf(error).replace(/^Class\S+ /, "")})`);
  }
  const heavy = flat.getAllAtoms();
  if (heavy === 0) throw new UnreadableError("there is no atom in it");
  if (heavy > LIMITS.atoms)
    throw new UnreadableError(`it has ${heavy} atoms besides hydrogen; ${LIMITS.atoms} is the most`);
  const parts = flat.getFragments().length;
  // The generator takes seconds over them, or fails.
  if (parts > 1) throw new UnreadableError(`it has ${parts} parts that no bond joins; one molecule is read at a time`);
  for (const { symbol } of atomsOf(flat, null)) checkElement(symbol);
  if (!registered) {
    chemistry.Resources.register(JSON.parse(await resources()));
    registered = true;
  }
  for (let seed = 1; seed <= DRAWS; seed++) {
    const found = new chemistry.ConformerGenerator(seed).getOneConformerAsMolecule(flat);
    if (!found) continue;
    try {
      new chemistry.ForceFieldMMFF94(found, "MMFF94s+").minimise();
    } catch {
      // It has no parameters for some atom: the conformer stands as it was found.
    }
    const read = checked(text.slice(0, 40), atomsOf(found, null));
    return {
      ...read,
      notes: [...read.notes, "Its shape is a force field's (MMFF94), not the quantum chemistry's of QM9."],
    };
  }
  throw new UnreadableError(`no shape was found for “${text.slice(0, 40)}”: bring it as XYZ or SDF`);
}

/** @throws UnreadableError for an element that networks do not know, before a shape is looked for */
function checkElement(symbol: string): void {
  checked("it", [{ line: null, symbol, at: [0, 0, 0] }]);
}
