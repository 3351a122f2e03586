import { useMemo } from "react";
import { parseAtoms } from "../../config/own-molecule.ts";
import { openedQm9 } from "../../data/qm9.ts";
import { centred, formulaOf, type Molecule, moleculeOf } from "../../molecules/molecule.ts";
import { sameExample } from "../../tasks/example.ts";
import type { MoleculeProbe } from "../../tasks/molecules/probe.ts";
import { exampleOf } from "../../tasks/molecules/request.ts";
import { useConfig } from "../stores/config-store.ts";
import { isRecorded, useProbe, useRun } from "../stores/run-store.ts";
import { useParts } from "../stores/view-store.ts";

/** What the page looks at, whether or not a network has answered. */
export interface Looked extends Molecule {
  readonly name: string;
  readonly own: boolean;
  /** What networks say of it, null before they have. */
  readonly probe: MoleculeProbe | null;
}

/** The molecule of the view; null while neither the data nor an answer are here. */
export function useLooked(): Looked | null {
  const { molecule, structure } = useParts("molecule", "structure");
  const extent = useConfig(({ config }) => config.molecules);
  const centre = useConfig(({ config }) => config.centre);
  const set = openedQm9(extent);
  const answer = useProbe("molecules");
  const recorded = useRun(isRecorded);
  const example = useMemo(() => exampleOf({ molecule, structure }), [molecule, structure]);
  const own = structure !== "";
  const probe =
    answer && (sameExample(answer.request.example, example) || (!own && answer.molecule.id === molecule) || recorded)
      ? answer
      : null;
  return useMemo(() => {
    if (own) {
      const found = moleculeOf(parseAtoms(structure));
      return { ...found, name: `${formulaOf(found.z)}, your own`, own, probe };
    }
    const index = set?.indexOf(molecule) ?? null;
    if (set && index !== null) {
      const found = centred({ z: set.zOf(index), points: set.pointsOf(index) }, centre);
      return { ...found, name: `${formulaOf(found.z)}, no. ${molecule}`, own, probe };
    }
    if (!probe) return null;
    const { z, points, id } = probe.molecule;
    return { z, points, name: `${formulaOf(z)}, no. ${id}`, own, probe };
  }, [own, structure, molecule, set, probe, centre]);
}
