import { Dialog } from "@base-ui/react/dialog";
import * as Comlink from "comlink";
import { useEffect, useState } from "react";
import { ownText, parseOwn } from "../../config/own.ts";
import type { Column, Table } from "../../readers/table.ts";
import { type SetColumns, setColumns } from "../../tasks/classification/set.ts";
import { reasonOf } from "../../text/reason.ts";
import { look, useParts } from "../stores/view-store.ts";
import { lieWithin, numericColumns, placed, plainAxes } from "./points.ts";
import type { PointReader } from "./reader-worker.ts";
import { trainOn } from "./train-on.ts";

let reader: Comlink.Remote<PointReader> | null = null;

/** The rows of a file, read in a worker of its own. */
function read(name: string, bytes: Uint8Array<ArrayBuffer>): Promise<Table> {
  reader ??= Comlink.wrap<PointReader>(
    new Worker(new URL("./reader-worker.ts", import.meta.url), { type: "module", name: "reader" }),
  );
  return reader.readTable(name, bytes);
}

interface OwnPointsProps {
  readonly dimension: 2 | 3;
  /** Points that a cloud has room for. */
  readonly room: number;
  readonly onUsed: () => void;
  /** A file that was dropped on the page. */
  readonly dropped: File | null;
}

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

  const use = (table: Table, by: readonly number[], fitted: boolean) => {
    const { points, note } = placed(table, by, { room, fit: fitted });
    look({ own: ownText(points), point: 0 });
    setSaid(note);
    if (note === "") onUsed();
  };
  const take = async (name: string, bytes: Uint8Array<ArrayBuffer>) => {
    setSaid("");
    setFound(null);
    try {
      const table = await read(name, bytes);
      if (numericColumns(table).length < dimension)
        throw new Error(`it has ${numericColumns(table).length} columns of numbers, where ${dimension} are needed`);
      const plain = plainAxes(table, dimension);
      const within = plain !== null && lieWithin(table, plain);
      setFound(table);
      setAxes(plain ?? numericColumns(table).slice(0, dimension));
      setFit(!within);
      if (plain && (within || table.rows > 1)) use(table, plain, !within);
    } catch (error) {
      setSaid(`${name} cannot be read: ${reasonOf(error)}.`);
    }
  };
  const train = async (table: Table, columns: SetColumns) => {
    try {
      await trainOn(table, columns);
      onUsed();
    } catch (error) {
      setSaid(`These clouds cannot be read: ${reasonOf(error)}.`);
    }
  };
  const takeFile = async (file: File) => take(file.name, new Uint8Array(await file.arrayBuffer()));
  // biome-ignore lint/correctness/useExhaustiveDependencies: each file is taken once.
  useEffect(() => {
    if (dropped) void takeFile(dropped);
  }, [dropped]);
  const labelled = found && setColumns(found, dimension);
  const bad = said.includes("cannot be read");
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
        <label className="file">
          <span>Or a file: CSV, TXT, XYZ, PLY, JSON</span>
          <input
            type="file"
            accept=".csv,.tsv,.txt,.xyz,.ply,.json"
            onChange={async ({ target }) => {
              const file = target.files?.[0];
              if (file) await takeFile(file);
              target.value = "";
            }}
          />
        </label>
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
            Use these columns
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
      <p className={bad ? "help bad" : "help"} role="status">
        {said}
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
  // A file may be dropped anywhere: the browser would leave the page for it.
  useEffect(() => {
    const stay = (event: DragEvent) => event.preventDefault();
    const drop = (event: DragEvent) => {
      event.preventDefault();
      const file = event.dataTransfer?.files[0];
      if (!file) return;
      setDropped(file);
      setOpen(true);
    };
    window.addEventListener("dragover", stay);
    window.addEventListener("drop", drop);
    return () => {
      window.removeEventListener("dragover", stay);
      window.removeEventListener("drop", drop);
    };
  }, []);
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
