import { create } from "zustand";
import { atomsText, parseAtoms } from "../../config/own-molecule.ts";
import type { Molecule } from "../../molecules/molecule.ts";
import { look, useView } from "../stores/view-store.ts";

/** Whether atoms are moved by hand, instead of the molecule as a whole. */
const useEditing = create<{ readonly editing: boolean }>()(() => ({ editing: false }));

// Nothing is edited where there is no molecule of the visitor's own.
useView.subscribe(({ structure }) => {
  if (structure === "") useEditing.setState({ editing: false });
});

export const useIsEditingAtoms = (): boolean => useEditing((state) => state.editing);

export const stopEditing = (): void => useEditing.setState({ editing: false });

/** The molecule as one's own. */
export const asOwn = ({ z, points }: Molecule): string =>
  atomsText(Array.from(z, (one, k) => [one, ...points.subarray(3 * k, 3 * k + 3)]));

/** Makes a molecule one's own, whose atoms can be dragged. */
export function editAtoms(molecule: Molecule): void {
  look({ structure: asOwn(molecule) });
  useEditing.setState({ editing: true });
}

/** Changes the visitor's own atoms, [z, x, y, z] each. */
export function changeAtoms(change: (atoms: number[][]) => number[][]): void {
  look({ structure: atomsText(change(parseAtoms(useView.getState().structure))) });
}
