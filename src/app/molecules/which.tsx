import { useMemo } from "react";
import { viewFields } from "../../config/view.ts";
import { openedQm9 } from "../../data/qm9.ts";
import { Explain } from "../panels/explain.tsx";
import { Stepper } from "../panels/stepper.tsx";
import { useConfig } from "../stores/config-store.ts";
import { look, useParts } from "../stores/view-store.ts";
import { editAtoms, stopEditing, useIsEditingAtoms } from "./edit-atoms.ts";
import { useLooked } from "./looked.ts";
import { OwnMolecule } from "./own-molecule.tsx";
import { Search } from "./search.tsx";

/** Which molecule is looked at, and what is drawn of it. */
export function Which() {
  const { molecule, structure, slopes, symbols } = useParts("molecule", "structure", "slopes", "symbols");
  const config = useConfig((state) => state.config);
  const looked = useLooked();
  const editing = useIsEditingAtoms();
  const set = openedQm9(config.molecules);
  const known = useMemo(() => set?.indicesOf("test"), [set]);
  const at = known && set ? known.indexOf(set.indexOf(molecule) ?? -1) : -1;
  const box = (name: "slopes" | "symbols", label: string) => (
    <span className="name">
      <label>
        <input
          type="checkbox"
          checked={{ slopes, symbols }[name] === "shown"}
          onChange={({ target }) => look({ [name]: target.checked ? "shown" : "hidden" })}
        />
        <span>{label}</span>
      </label>
      <Explain beside={label}>{viewFields[name].help}</Explain>
    </span>
  );
  return (
    <>
      {structure === "" ? (
        known && (
          <Stepper
            name="molecule"
            value={at + 1}
            max={known.length}
            go={(to) => look({ molecule: set?.idOf(known[to - 1] as number) ?? molecule, point: 0 })}
          />
        )
      ) : (
        <span className="own">
          <b>Your own: {looked?.z.length ?? 0} atoms</b>
          <button
            type="button"
            onClick={() => {
              stopEditing();
              look({ structure: "" });
            }}
          >
            QM9
          </button>
        </span>
      )}
      <button
        type="button"
        aria-pressed={editing}
        disabled={!looked}
        onClick={() => (editing ? stopEditing() : looked && editAtoms(looked))}
      >
        {editing ? "Done" : "Move atoms"}
      </button>
      <Search />
      <OwnMolecule />
      {box("slopes", "Slopes")}
      {box("symbols", "Symbols")}
    </>
  );
}
