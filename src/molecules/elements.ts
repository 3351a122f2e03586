/** An element that the networks know. */
interface ChemicalElement {
  readonly symbol: string;
  readonly name: string;
  readonly z: number;
  /** Relative atomic mass. */
  readonly mass: number;
  /** Covalent radius in angstrom (Cordero et al., 2008). */
  readonly radius: number;
}

/** The elements of QM9, in the order of the published features. */
export const elements: readonly ChemicalElement[] = [
  { symbol: "H", name: "hydrogen", z: 1, mass: 1.008, radius: 0.31 },
  { symbol: "C", name: "carbon", z: 6, mass: 12.011, radius: 0.76 },
  { symbol: "N", name: "nitrogen", z: 7, mass: 14.007, radius: 0.71 },
  { symbol: "O", name: "oxygen", z: 8, mass: 15.999, radius: 0.66 },
  { symbol: "F", name: "fluorine", z: 9, mass: 18.998, radius: 0.57 },
];

/** The place of an atomic number among the elements; -1 for any other. */
export const speciesOf = (z: number): number => elements.findIndex((element) => element.z === z);

/** The element of an atomic number. @throws RangeError for one that is not known */
export function elementOf(z: number): ChemicalElement {
  const element = elements[speciesOf(z)];
  if (!element) throw new RangeError(`No element with atomic number ${z} is known here.`);
  return element;
}
