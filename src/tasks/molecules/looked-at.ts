import type { Config } from "../../config/schema.ts";
import { type Molecule, moleculeOf } from "../../molecules/molecule.ts";
import { type Example, isOwn } from "../example.ts";
import { sizeFor } from "../padded/sizes.ts";
import type { LookProgram } from "../task.ts";
import { moleculeAt } from "./batch.ts";
import { LARGEST } from "./network.ts";
import type { Prepared } from "./prepared.ts";
import { LARGEST_OWN } from "./request.ts";

/** A molecule that a visitor looks at. */
export interface LookedAt extends Molecule {
  /** Into the set; null for a molecule of one's own. */
  readonly index: number | null;
  /** Number in GDB-9; null likewise. */
  readonly id: number | null;
}

/** The molecule with a number, or else the first one for tests; or one's own, atoms [z, x, y, z] one after the other, as they lie. */
export function lookedAt(config: Config, prepared: Prepared, example: Example): LookedAt {
  const { set, split } = prepared;
  if (isOwn(example)) {
    const atoms = Array.from({ length: example.length / 4 }, (_, k) => example.slice(4 * k, 4 * k + 4));
    return { ...moleculeOf(atoms), index: null, id: null };
  }
  const index = set.indexOf(example) ?? (split.test[0] as number);
  return { ...moleculeAt(config, prepared, index), index, id: set.idOf(index) };
}

/** Slots of the programs that look at one molecule. */
const SIZES = [LARGEST, LARGEST_OWN];

/** Programs that look at a molecule, compiled for its size when one of that size is first asked about. */
export function bySize<Request, Answer>(
  exampleOf: (request: Request) => Example,
  open: (slots: number) => Promise<LookProgram<never, Answer>>,
): LookProgram<never, Answer> {
  const programs = new Map<number, Promise<LookProgram<never, Answer>>>();
  let destroyed = false;
  return {
    async run(request) {
      const example = exampleOf(request as Request);
      const slots = sizeFor(SIZES, isOwn(example) ? example.length / 4 : LARGEST);
      const opening = programs.get(slots) ?? open(slots);
      programs.set(slots, opening);
      opening.catch(() => programs.delete(slots));
      const program = await opening;
      // The networks may have gone while it was compiled.
      if (destroyed) throw new Error("The networks that were looked at are no more.");
      return program.run(request);
    },
    destroy() {
      destroyed = true;
      for (const opening of programs.values()) {
        opening.then(
          (program) => program.destroy(),
          () => {},
        );
      }
    },
  };
}
