import { elementOf, elements } from "../../molecules/elements.ts";
import { bondsOf, COINCIDENT, closestPair, distance, type Molecule } from "../../molecules/molecule.ts";
import { UnreadableError } from "../table.ts";
import { type AtomLine, LIMITS, type ReadMolecule } from "./read-molecule.ts";

/** Angstrom a bohr. */
const BOHR = 0.529177;

/** No molecule of so few atoms is this large, angstrom. */
const FARTHEST = 1000;

const CARBON = 6;

const known = elements.map(({ symbol }) => symbol).join(", ");

const inLine = (line: number | null): string => (line === null ? "" : `line ${line}: `);

/** The element of a symbol or atomic number; -1 for none that is known. */
const elementAt = (symbol: string): number =>
  elements.findIndex(
    ({ symbol: own, z, name }) =>
      own.toLowerCase() === symbol.toLowerCase() || String(z) === symbol || name === symbol.toLowerCase(),
  );

/** How much longer than its covalent radii the shortest bond of each atom is, the median of all. */
function stretch(molecule: Molecule): number {
  const radii = Array.from(molecule.z, (z) => elementOf(z).radius);
  const ratios = radii.map((own, a) =>
    Math.min(...radii.flatMap((other, b) => (a === b ? [] : [distance(molecule.points, a, b) / (own + other)]))),
  );
  ratios.sort((a, b) => a - b);
  return ratios[Math.floor(ratios.length / 2)] as number;
}

/**
 * A molecule of some atoms, with what is odd about it.
 * @throws UnreadableError that says which line is wrong, and how
 */
export function checked(name: string, atoms: readonly AtomLine[]): ReadMolecule {
  if (atoms.length === 0) throw new UnreadableError("there is no atom in it");
  if (atoms.length > LIMITS.atoms)
    throw new UnreadableError(`${name} has ${atoms.length} atoms; ${LIMITS.atoms} is the most that is looked at`);
  for (const { line, symbol, at } of atoms) {
    if (elementAt(symbol) < 0)
      throw new UnreadableError(`${inLine(line)}“${symbol.slice(0, 12)}” is none of ${known}, which the networks know`);
    if (at.length !== 3 || !at.every((value) => Math.abs(value) <= FARTHEST))
      throw new UnreadableError(`${inLine(line)}an atom needs three coordinates, up to ${FARTHEST} angstrom`);
  }
  const whole: Molecule = {
    z: Uint8Array.from(atoms, ({ symbol }) => elements[elementAt(symbol)]?.z ?? 0),
    points: Float32Array.from(atoms.flatMap(({ at }) => at)),
  };
  const closest = closestPair(whole);
  if (closest && closest.length < COINCIDENT) {
    const [a, b] = closest.pair.map((k) => atoms[k] as AtomLine) as [AtomLine, AtomLine];
    throw new UnreadableError(
      `${a.line === null ? "" : `lines ${a.line} and ${b.line}: `}two atoms are ${closest.length.toFixed(2)} angstrom apart, as good as in one place`,
    );
  }
  const long = atoms.length > 1 ? stretch(whole) : 1;
  // Bonds in bohr read as angstrom are 1.89 times too long.
  const inBohr = long > 1.6 && long < 2.4;
  const molecule = inBohr ? { z: whole.z, points: whole.points.map((value) => value * BOHR) } : whole;
  const bonds = bondsOf(molecule);
  const alone = atoms.length > 1 && atoms.some((_, k) => !bonds.some((bond) => bond.includes(k)));
  const lacks = molecule.z.includes(CARBON) && !molecule.z.includes(1);
  return {
    name,
    molecule,
    notes: [
      ...(inBohr
        ? [`Bonds are ${long.toFixed(2)} times as long as they should be: taken as bohr, and converted.`]
        : []),
      ...(alone ? ["Some atoms are bonded to none: the networks learned whole molecules."] : []),
      ...(lacks ? ["It has no hydrogen. Where some were left out, what networks say of it means nothing."] : []),
    ],
  };
}
