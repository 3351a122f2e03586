import { UnreadableError } from "../table.ts";
import { readPdb } from "./pdb.ts";
import { LIMITS, type ReadFrame } from "./read-molecule.ts";
import { readSdf } from "./sdf.ts";
import { readSmilesLine } from "./smiles.ts";
import { readXyz } from "./xyz.ts";

/** One line without coordinates. */
const isSmiles = (text: string): boolean => /^\S+$/.test(text.trim()) && !/^\d+$/.test(text.trim());

/**
 * The molecules of a file: XYZ, MOL, SDF, PDB, or a line of SMILES, by the end of its name, else by how it looks.
 * @param resources see `readSmilesLine`
 * @throws UnreadableError that says what is wrong, and where
 */
export async function readMolecules(
  name: string,
  bytes: Uint8Array<ArrayBuffer>,
  resources: () => Promise<string>,
): Promise<ReadFrame[]> {
  if (bytes.length > LIMITS.bytes)
    throw new UnreadableError(`it has ${(bytes.length / 1e6).toFixed(1)} MB; ${LIMITS.bytes / 1e6} MB is the most`);
  const text = new TextDecoder().decode(bytes);
  if (text.trim() === "") throw new UnreadableError("it is empty");
  const ending = name.toLowerCase().split(".").at(-1);
  if (ending === "pdb" || /^(ATOM {2}|HETATM)/m.test(text)) return readPdb(text);
  if (ending === "sdf" || ending === "mol" || /V[23]000/.test(text)) return readSdf(text);
  // A name may stand behind a line of SMILES.
  if (ending === "smi") return [await readSmilesLine(text.trim().split(/\s/)[0] as string, resources)];
  if (isSmiles(text)) return [await readSmilesLine(text, resources)];
  return readXyz(text);
}
