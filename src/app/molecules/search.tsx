import { Dialog } from "@base-ui/react/dialog";
import { useEffect, useMemo, useState } from "react";
import { openedQm9, type Qm9 } from "../../data/qm9.ts";
import { formulaOf } from "../../molecules/molecule.ts";
import { reasonOf } from "../../text/reason.ts";
import { useConfig } from "../stores/config-store.ts";
import { look } from "../stores/view-store.ts";
import { smilesOf } from "./smiles.ts";

/** Found molecules that are listed. */
const MOST = 40;

interface Found {
  readonly index: number;
  readonly formula: string;
  readonly smiles: string;
}

/** A formula's letters and numbers in any order: OC2H6 is what C2H6O means. */
const sortedFormula = (text: string): string => (text.match(/[A-Z][a-z]?\d*/g) ?? []).sort().join("");

/** Formulas of a set, told once: there may be many. */
const formulas = new WeakMap<Qm9, { readonly shown: readonly string[]; readonly sorted: readonly string[] }>();

function formulasOf(set: Qm9) {
  const known = formulas.get(set);
  if (known) return known;
  const shown = Array.from({ length: set.size }, (_, index) => formulaOf(set.zOf(index)));
  const told = { shown, sorted: shown.map(sortedFormula) };
  formulas.set(set, told);
  return told;
}

/** The first molecules of a number, a formula, or with a text in their SMILES; one more than are listed, where there are. */
function find(set: Qm9, smiles: readonly string[], wanted: string): Found[] {
  if (wanted === "") return [];
  const { shown, sorted } = formulasOf(set);
  const formula = /^([A-Z][a-z]?\d*)+$/.test(wanted) ? sortedFormula(wanted) : null;
  const found: Found[] = [];
  for (let index = 0; index < set.size && found.length <= MOST; index++) {
    const line = smiles[index] ?? "";
    if (String(set.idOf(index)) === wanted || (formula && sorted[index] === formula) || line.includes(wanted))
      found.push({ index, formula: shown[index] as string, smiles: line });
  }
  return found;
}

/** Finds molecules of the loaded set by formula, SMILES or number. */
export function Search() {
  const extent = useConfig(({ config }) => config.molecules);
  const set = openedQm9(extent);
  const [open, setOpen] = useState(false);
  const [text, setText] = useState("");
  const [smiles, setSmiles] = useState<{ readonly extent: string; readonly lines: readonly string[] } | null>(null);
  const [problem, setProblem] = useState("");
  useEffect(() => {
    if (!open) return;
    let current = true;
    setProblem("");
    smilesOf(extent).then(
      (lines) => current && setSmiles({ extent, lines }),
      (error) => current && setProblem(reasonOf(error)),
    );
    return () => {
      current = false;
    };
  }, [open, extent]);
  const wanted = text.trim();
  const all = useMemo(
    () => (open && set ? find(set, smiles?.extent === extent ? smiles.lines : [], wanted) : []),
    [open, set, smiles, extent, wanted],
  );
  const found = all.slice(0, MOST);
  return (
    <Dialog.Root open={open} onOpenChange={setOpen}>
      <Dialog.Trigger disabled={!set}>Find…</Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Backdrop className="backdrop" />
        <Dialog.Popup className="runs-dialog">
          <Dialog.Title>Find a molecule</Dialog.Title>
          <label className="search">
            <span>Formula (C6H6), a part of its SMILES (C1=CC), or its number in GDB-9</span>
            <input type="search" value={text} spellCheck={false} onChange={({ target }) => setText(target.value)} />
          </label>
          <p className={problem ? "help bad" : "help"} role="status">
            {problem ||
              (wanted === ""
                ? `Among the ${set?.size.toLocaleString("en")} that are loaded.`
                : found.length === 0
                  ? "None of those that are loaded."
                  : all.length > MOST
                    ? `The first ${MOST} of more.`
                    : `${found.length} found.`)}
          </p>
          <ul className="found">
            {found.map(({ index, formula, smiles: line }) => (
              <li key={index}>
                <button
                  type="button"
                  onClick={() => {
                    look({ molecule: set?.idOf(index) ?? 1, structure: "", point: 0 });
                    setOpen(false);
                  }}
                >
                  <b>{formula}</b> <span>{line}</span> <small className="number">no. {set?.idOf(index)}</small>
                </button>
              </li>
            ))}
          </ul>
          <div className="buttons">
            <Dialog.Close>Close</Dialog.Close>
          </div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
