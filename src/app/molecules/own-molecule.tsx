import { Dialog } from "@base-ui/react/dialog";
import { useRef, useState } from "react";
import { centred, formulaOf } from "../../molecules/molecule.ts";
import type { ReadFrame } from "../../readers/molecules/read-molecule.ts";
import { reasonOf } from "../../text/reason.ts";
import { useDroppedFile } from "../own-data/dropped-file.ts";
import { FileBox } from "../own-data/file-box.tsx";
import { fileReaders } from "../own-data/reader.ts";
import { useConfig } from "../stores/config-store.ts";
import { look } from "../stores/view-store.ts";
import { asOwn } from "./edit-atoms.ts";

/** Where molecules of one's own come in: text, a file, several in one, or a line of SMILES. */
export function OwnMolecule() {
  const [open, setOpen] = useState(false);
  const [text, setText] = useState("");
  const [found, setFound] = useState<readonly ReadFrame[]>([]);
  const [problem, setProblem] = useState("");
  const [busy, setBusy] = useState(false);
  const asked = useRef(0);
  const centre = useConfig(({ config }) => config.centre);

  const take = async (name: string, bytes: Uint8Array<ArrayBuffer>) => {
    const mine = ++asked.current;
    setProblem("");
    setFound([]);
    setBusy(true);
    try {
      const molecules = await fileReaders().readMolecules(name, bytes);
      if (mine !== asked.current) return;
      setFound(molecules);
      const [only] = molecules;
      if (only && molecules.length === 1 && "molecule" in only) {
        look({ structure: asOwn(centred(only.molecule, centre)), point: 0 });
        if (only.notes.length === 0) setOpen(false);
      }
    } catch (error) {
      if (mine === asked.current) setProblem(`${name} cannot be read: ${reasonOf(error)}.`);
    }
    if (mine === asked.current) setBusy(false);
  };
  const takeFile = async (file: File) => take(file.name, new Uint8Array(await file.arrayBuffer()));
  useDroppedFile((file) => {
    setOpen(true);
    void takeFile(file);
  });
  return (
    <Dialog.Root open={open} onOpenChange={setOpen}>
      <Dialog.Trigger>Your own…</Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Backdrop className="backdrop" />
        <Dialog.Popup className="runs-dialog">
          <Dialog.Title>Your own molecule</Dialog.Title>
          <p className="note">
            Of H, C, N, O and F, 64 atoms at most, in angstrom. It stays in this tab, and in the link. A line of SMILES
            gets a shape by a force field.
          </p>
          <form
            className="own-points"
            onSubmit={(event) => {
              event.preventDefault();
              void take("The text", new TextEncoder().encode(text) as Uint8Array<ArrayBuffer>);
            }}
          >
            <label>
              <span>XYZ, MOL, SDF or PDB pasted here, lines of element x y z, or SMILES (CCO)</span>
              <textarea rows={8} spellCheck={false} value={text} onChange={({ target }) => setText(target.value)} />
            </label>
            <FileBox
              label="Or a file: XYZ, MOL, SDF, PDB, SMI"
              accept=".xyz,.mol,.sdf,.pdb,.smi,.txt"
              onFile={(file) => void takeFile(file)}
            />
            <div role="status" className={problem ? "help bad" : "help"}>
              {busy ? "Reading…" : problem}
              {found.length === 1 &&
                found.flatMap((one) => ("notes" in one ? one.notes : [])).map((note) => <p key={note}>{note}</p>)}
            </div>
            {found.length > 1 && (
              <ul className="found" aria-label="Molecules of the file">
                {found.map((one, k) =>
                  "problem" in one ? (
                    // biome-ignore lint/suspicious/noArrayIndexKey: frames of a file are told apart by their place.
                    <li key={k} className="bad">
                      {one.name}: {one.problem}
                    </li>
                  ) : (
                    // biome-ignore lint/suspicious/noArrayIndexKey: as above.
                    <li key={k}>
                      <button
                        type="button"
                        onClick={() => {
                          look({ structure: asOwn(centred(one.molecule, centre)), point: 0 });
                          setOpen(false);
                        }}
                      >
                        <b>{formulaOf(one.molecule.z)}</b> <span>{one.name}</span>{" "}
                        {one.notes.length > 0 && <small>{one.notes[0]}</small>}
                      </button>
                    </li>
                  ),
                )}
              </ul>
            )}
            <div className="buttons">
              <button type="submit" className="primary" disabled={busy}>
                Use this
              </button>
              <Dialog.Close>Close</Dialog.Close>
            </div>
          </form>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
