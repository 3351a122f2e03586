import { elements, speciesOf } from "./elements.ts";

/** What an atom is told as: which element it is, alone or times powers of its charge. */
export type AtomFeatures = "charges" | "onehot";

/** Powers of Z / 9 beside each element: 1, Z / 9, (Z / 9)^2. */
const POWERS = 3;
const HEAVIEST = 9;

export const featureWidth = (kind: AtomFeatures): number => elements.length * (kind === "charges" ? POWERS : 1);

/** Features of atoms [n, F], elements outermost (specification 7); the target holds zeros. */
export function writeFeatures(kind: AtomFeatures, z: Uint8Array, target: Float32Array): void {
  const powers = kind === "charges" ? POWERS : 1;
  const width = featureWidth(kind);
  z.forEach((one, k) => {
    for (let power = 0; power < powers; power++)
      target[k * width + speciesOf(one) * powers + power] = (one / HEAVIEST) ** power;
  });
}
