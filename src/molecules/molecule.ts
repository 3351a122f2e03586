import { elementOf, elements } from "./elements.ts";

/** Atoms in space. */
export interface Molecule {
  /** Atomic numbers [n]. */
  readonly z: Uint8Array;
  /** Angstrom, [n, 3]. */
  readonly points: Float32Array<ArrayBuffer>;
}

/** A molecule of atoms [z, x, y, z]. */
export const moleculeOf = (atoms: readonly (readonly number[])[]): Molecule => ({
  z: Uint8Array.from(atoms, ([z]) => z as number),
  points: Float32Array.from(atoms.flatMap(([, ...at]) => at)),
});

/** How often each element occurs, in the order of `elements`. */
export const countsOf = (z: Uint8Array): number[] =>
  elements.map(({ z: own }) => z.filter((one) => one === own).length);

/** Molecular formula in Hill's order: carbon, hydrogen, then by letter. */
export function formulaOf(z: Uint8Array): string {
  const symbols = Array.from(z, (one) => elementOf(one).symbol);
  const rank = (symbol: string) => (symbols.includes("C") ? ["C", "H"].indexOf(symbol) : -1);
  const order = [...new Set(symbols)].sort((a, b) => {
    const [first, second] = [rank(a), rank(b)];
    if (first >= 0 || second >= 0) return (first < 0 ? 9 : first) - (second < 0 ? 9 : second);
    return a < b ? -1 : 1;
  });
  return order
    .map((symbol) => {
      const count = symbols.filter((one) => one === symbol).length;
      return count > 1 ? `${symbol}${count}` : symbol;
    })
    .join("");
}

/** Of two atoms. */
export const distance = (points: Float32Array, a: number, b: number): number =>
  Math.hypot(...[0, 1, 2].map((axis) => (points[3 * a + axis] as number) - (points[3 * b + axis] as number)));

/** Atoms are bonded where they are nearer than this times the sum of their covalent radii. */
const REACH = 1.25;

/** Pairs of bonded atoms, told from distances. */
export function bondsOf({ z, points }: Molecule): [number, number][] {
  const radii = Array.from(z, (one) => elementOf(one).radius);
  const found: [number, number][] = [];
  for (let a = 0; a < z.length; a++) {
    for (let b = a + 1; b < z.length; b++) {
      const length = (radii[a] as number) + (radii[b] as number);
      if (distance(points, a, b) < REACH * length) found.push([a, b]);
    }
  }
  return found;
}

/** Atoms nearer than this are as good as one and the same, angstrom. */
export const COINCIDENT = 0.4;

/** The shortest distance of two atoms, and which they are; null for a single one. */
export function closestPair({
  z,
  points,
}: Molecule): { readonly length: number; readonly pair: [number, number] } | null {
  let closest: { length: number; pair: [number, number] } | null = null;
  for (let a = 0; a < z.length; a++) {
    for (let b = a + 1; b < z.length; b++) {
      const length = distance(points, a, b);
      if (!closest || length < closest.length) closest = { length, pair: [a, b] };
    }
  }
  return closest;
}

/** The molecule about the mean of its atoms, or about its centre of mass. */
export function centred({ z, points }: Molecule, about: "mean" | "mass"): Molecule {
  const weights = Array.from(z, (one) => (about === "mass" ? elementOf(one).mass : 1));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const middle = [0, 1, 2].map(
    (axis) => weights.reduce((sum, weight, k) => sum + weight * (points[3 * k + axis] as number), 0) / total,
  );
  return { z, points: points.map((value, k) => value - (middle[k % 3] as number)) };
}
