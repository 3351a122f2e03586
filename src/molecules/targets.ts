/** Electronvolts of a Hartree, as the published code takes it. */
const HARTREE_IN_EV = 27.2114;

/** A property of molecules that networks learn. */
export interface Target {
  readonly title: string;
  readonly help: string;
  /** Of stored values. */
  readonly unit: string;
  /** Of errors as they are published, and how many of it a stored unit is. */
  readonly reportUnit: string;
  readonly reportFactor: number;
  /** Stored = (source - sum of the free atoms') times this. */
  readonly factor: number;
  /** Of each free atom, H C N O F, in the source's unit (QM9's atomref.txt); null where none is taken off. */
  readonly freeAtoms: readonly number[] | null;
}

const electronvolts = { unit: "eV", reportUnit: "meV", reportFactor: 1000, factor: HARTREE_IN_EV };
const as = (unit: string) => ({ unit, reportUnit: unit, reportFactor: 1, factor: 1, freeAtoms: null });

export const targets = {
  mu: { title: "Dipole moment", help: "Norm of the dipole moment.", ...as("D") },
  alpha: { title: "Polarisability", help: "Isotropic polarisability.", ...as("bohr³") },
  homo: { title: "HOMO", help: "Energy of the highest occupied orbital.", ...electronvolts, freeAtoms: null },
  lumo: { title: "LUMO", help: "Energy of the lowest unoccupied orbital.", ...electronvolts, freeAtoms: null },
  gap: { title: "Gap", help: "LUMO less HOMO.", ...electronvolts, freeAtoms: null },
  r2: { title: "Extent ⟨R²⟩", help: "Electronic spatial extent.", ...as("bohr²") },
  zpve: {
    title: "Zero-point energy",
    help: "Vibrational energy at zero kelvin.",
    ...electronvolts,
    freeAtoms: [0, 0, 0, 0, 0],
  },
  U0: {
    title: "Energy at 0 K, U₀",
    help: "Internal energy at zero kelvin, less the free atoms'.",
    ...electronvolts,
    freeAtoms: [-0.500273, -37.846772, -54.583861, -75.064579, -99.71873],
  },
  U: {
    title: "Energy, U",
    help: "Internal energy at 298.15 K, less the free atoms'.",
    ...electronvolts,
    freeAtoms: [-0.498857, -37.845355, -54.582445, -75.063163, -99.717314],
  },
  H: {
    title: "Enthalpy, H",
    help: "Enthalpy at 298.15 K, less the free atoms'.",
    ...electronvolts,
    freeAtoms: [-0.497912, -37.844411, -54.581501, -75.062219, -99.71637],
  },
  G: {
    title: "Free energy, G",
    help: "Free energy at 298.15 K, less the free atoms'.",
    ...electronvolts,
    freeAtoms: [-0.510927, -37.861317, -54.598897, -75.079532, -99.733544],
  },
  Cv: {
    title: "Heat capacity, Cv",
    help: "Heat capacity at 298.15 K, less the free atoms'.",
    ...as("cal/(mol K)"),
    freeAtoms: [2.981, 2.981, 2.981, 2.981, 2.981],
  },
} as const satisfies Readonly<Record<string, Target>>;

export type TargetName = keyof typeof targets;
export const targetNames = Object.keys(targets) as TargetName[];

/** What free atoms of some counts have together, in the source's unit. */
const freeAtomsOf = ({ freeAtoms }: Target, counts: readonly number[]): number =>
  freeAtoms ? counts.reduce((sum, count, k) => sum + count * (freeAtoms[k] as number), 0) : 0;

/** A property as QM9 lists it, as it is stored here. */
export const storedOf = (target: Target, source: number, counts: readonly number[]): number =>
  (source - freeAtomsOf(target, counts)) * target.factor;
