import { Dialog } from "@base-ui/react/dialog";
import { useEffect, useState } from "react";
import { ownText, parseOwn } from "../../config/own.ts";
import type { Column, Table } from "../../readers/table.ts";
import { type SetColumns, setColumns } from "../../tasks/classification/set.ts";
import { reasonOf } from "../../text/reason.ts";
import { look, useParts } from "../stores/view-store.ts";
import { useDroppedFile } from "./dropped-file.ts";
import { FileBox } from "./file-box.tsx";
import { lieWithin, numericColumns, placed, plainAxes } from "./points.ts";
import { fileReaders } from "./reader.ts";
import { trainOn } from "./train-on.ts";

interface OwnPointsProps {
  readonly dimension: 2 | 3;
  /** Points that a cloud has room for. */
  readonly room: number;
  readonly onUsed: () => void;
  /** A file that was dropped on the page. */
  readonly dropped: File | null;
}

const counted = (count: number, thing: string): string => `${count} ${thing}${count === 1 ? "" : "s"}`;

/** Points as text, one a line. */
const asLines = (points: readonly (readonly number[])[]): string => points.map((point) => point.join(" ")).join("\n");

/** Reads points from text or a file, and asks for what is not plain. */
function OwnPointsForm({ dimension, room, onUsed, dropped }: OwnPointsProps) {
  const { own } = useParts("own");
  const [text, setText] = useState(() => asLines(parseOwn(own, dimension)));
  const [found, setFound] = useState<Table | null>(null);
  const [axes, setAxes] = useState<readonly number[] | null>(null);
  const [fit, setFit] = useState(true);
  const [said, setSaid] = useState("");
  const [problem, setProblem] = useState("");

  const use = (table: Table, by: readonly number[], fitted: boolean) => {
    const { points, note } = placed(table, by, { room, fit: fitted });
    look({ own: ownText(points), point: 0 });
    setSaid(note && `${note} They are in the picture.`);
    setProblem("");
    if (note === "") onUsed();
  };
  const take = async (name: string, bytes: Uint8Array<ArrayBuffer>) => {
    setSaid("");
    setProblem("");
    setFound(null);
    try {
      const table = await fileReaders().readTable(name, bytes);
      if (numericColumns(table).length < dimension)
        throw new Error(
          `it has ${counted(numericColumns(table).length, "column")} of numbers, where ${dimension} are needed`,
        );
      const plain = plainAxes(table, dimension);
      const within = plain !== null && lieWithin(table, plain);
      setFound(table);
      setAxes(plain ?? numericColumns(table).slice(0, dimension));
      setFit(!within);
      // Labelled clouds are first of all a set: which of both is for the visitor to say.
      if (setColumns(table, dimension)) setSaid("It may be one cloud, or clouds to train on: choose below.");
      else if (plain) use(table, plain, !within);
      else setSaid("Choose which columns are coordinates.");
    } catch (error) {
      setProblem(`${name} cannot be read: ${reasonOf(error)}.`);
    }
  };
  const train = async (table: Table, columns: SetColumns) => {
    try {
      await trainOn(table, columns);
      onUsed();
    } catch (error) {
      setProblem(`These clouds cannot be read: ${reasonOf(error)}.`);
    }
  };
  const takeFile = async (file: File) => take(file.name, new Uint8Array(await file.arrayBuffer()));
  // biome-ignore lint/correctness/useExhaustiveDependencies: each file is taken once.
  useEffect(() => {
    if (dropped) void takeFile(dropped);
  }, [dropped]);
  const labelled = found && setColumns(found, dimension);
  return (
    <form
      className="own-points"
      onSubmit={(event) => {
        event.preventDefault();
        void take("The text", new TextEncoder().encode(text) as Uint8Array<ArrayBuffer>);
      }}
    >
      <label>
        <span>Points, one a line: {dimension === 2 ? "x y" : "x y z"}; or CSV, XYZ, JSON pasted here</span>
        <textarea rows={8} spellCheck={false} value={text} onChange={({ target }) => setText(target.value)} />
      </label>
      <div className="row">
        <FileBox
          label="Or a file: CSV, TXT, XYZ, PLY, JSON"
          accept=".csv,.tsv,.txt,.xyz,.ply,.json"
          onFile={(file) => void takeFile(file)}
        />
      </div>
      {found && axes && (
        <fieldset className="row">
          <legend>Columns</legend>
          {axes.map((at, axis) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: axes are told apart by their place.
            <label key={axis}>
              <span>{"xyz"[axis]}</span>
              <select value={at} onChange={({ target }) => setAxes(axes.with(axis, Number(target.value)))}>
                {numericColumns(found).map((k) => (
                  <option key={k} value={k}>
                    {found.columns[k]?.name}
                  </option>
                ))}
              </select>
            </label>
          ))}
          <label>
            <input type="checkbox" checked={fit} onChange={({ target }) => setFit(target.checked)} />
            <span>Fit to radius 1</span>
          </label>
          <button type="button" onClick={() => use(found, axes, fit)}>
            Use as one cloud
          </button>
        </fieldset>
      )}
      {found && labelled && (
        <p className="row start">
          <button type="button" onClick={() => void train(found, labelled)}>
            Train on its clouds
          </button>
          <span className="note">
            It names clouds and their kinds ({(found.columns[labelled.label] as Column).name}): a set to tell apart.
          </span>
        </p>
      )}
      <p className={problem ? "help bad" : "help"} role="status">
        {problem || said}
      </p>
      <div className="buttons">
        <button type="submit" className="primary">
          Use these points
        </button>
        <Dialog.Close>Close</Dialog.Close>
      </div>
    </form>
  );
}

/** Where points of one's own come in. */
export function OwnPoints({ dimension, room }: Pick<OwnPointsProps, "dimension" | "room">) {
  const [open, setOpen] = useState(false);
  const [dropped, setDropped] = useState<File | null>(null);
  useDroppedFile((file) => {
    setDropped(file);
    setOpen(true);
  });
  return (
    <Dialog.Root
      open={open}
      onOpenChange={(opened) => {
        setOpen(opened);
        setDropped(null);
      }}
    >
      <Dialog.Trigger>Paste or open…</Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Backdrop className="backdrop" />
        <Dialog.Popup className="runs-dialog">
          <Dialog.Title>Your own points</Dialog.Title>
          <p className="note">
            Up to {room} points, as many as these settings have room for. They stay in this tab, and in the link. A
            table with columns cloud, label, x, y{dimension === 3 && ", z"} is a set of clouds to train on.
          </p>
          <OwnPointsForm dimension={dimension} room={room} dropped={dropped} onUsed={() => setOpen(false)} />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
