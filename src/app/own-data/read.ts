import * as v from "valibot";
import { readSeparated } from "../../readers/separated.ts";
import { LIMITS, type Table, tableOf, UnreadableError } from "../../readers/table.ts";
import { reasonOf } from "../../text/reason.ts";

/** Number of atoms, a comment, then an element and its place on each line; the first frame of several. */
function readXyz(text: string): Table {
  const lines = text.split(/\r\n|\r|\n/);
  const count = Number(lines[0]?.trim());
  if (!Number.isInteger(count) || count < 1) throw new UnreadableError("line 1 must be the number of atoms");
  if (lines.length < count + 2)
    throw new UnreadableError(`it ends after ${lines.length} lines; ${count} atoms were announced`);
  const rows = lines
    .slice(2, count + 2)
    .map((content, k) => ({ line: k + 3, cells: content.trim().split(/\s+/).slice(0, 4) }));
  return tableOf(["element", "x", "y", "z"], rows);
}

async function readPly(bytes: ArrayBuffer): Promise<Table> {
  const head = new TextDecoder().decode(bytes.slice(0, 4096));
  for (const [, element, count] of head.matchAll(/^element\s+(\w+)\s+(\S+)/gm))
    if (!(Number(count) <= LIMITS.rows))
      throw new UnreadableError(`it announces ${count} of ${element}; ${LIMITS.rows} is the most`);
  // Three.js is large, and seldom needed here.
  const { PLYLoader } = await import("three/examples/jsm/loaders/PLYLoader.js");
  let positions: ArrayLike<number> | undefined;
  try {
    positions = new PLYLoader().parse(bytes).getAttribute("position")?.array;
  } catch (error) {
    throw new UnreadableError(`it is no PLY file that can be read (${reasonOf(error)})`);
  }
  if (!positions?.length) throw new UnreadableError("it has no vertices");
  const all = Array.from(positions, String);
  const rows = Array.from({ length: all.length / 3 }, (_, k) => ({ line: k + 1, cells: all.slice(3 * k, 3 * k + 3) }));
  return tableOf(["x", "y", "z"], rows);
}

const lists = v.pipe(v.array(v.array(v.union([v.number(), v.string()]))), v.minLength(1));
const records = v.pipe(v.array(v.record(v.string(), v.union([v.number(), v.string(), v.null()]))), v.minLength(1));

/** A list of points, each a list of numbers or a record; or such a list as `points` of a record. */
function readJson(text: string): Table {
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch (error) {
    throw new UnreadableError(`it is no JSON (${reasonOf(error)})`);
  }
  const inner = v.safeParse(v.looseObject({ points: v.unknown() }), read);
  const value = inner.success ? inner.output.points : read;
  const asLists = v.safeParse(lists, value);
  if (asLists.success)
    return tableOf(
      null,
      asLists.output.map((row, k) => ({ line: k + 1, cells: row.map(String) })),
    );
  const asRecords = v.safeParse(records, value);
  if (!asRecords.success)
    throw new UnreadableError(
      'it must be a list of points, each a list of numbers or a record such as {"x": 0, "y": 1}',
    );
  const names = Object.keys(asRecords.output[0] as object);
  return tableOf(
    names,
    asRecords.output.map((row, k) => ({ line: k + 1, cells: names.map((name) => String(row[name] ?? "")) })),
  );
}

/**
 * The rows of a file of points, by the end of its name: csv, tsv, txt, xyz, ply, json; else by how it looks.
 * @throws UnreadableError that says which line is wrong, and how
 */
export async function readTable(name: string, bytes: Uint8Array<ArrayBuffer>): Promise<Table> {
  if (bytes.length > LIMITS.bytes)
    throw new UnreadableError(`it has ${(bytes.length / 1e6).toFixed(1)} MB; ${LIMITS.bytes / 1e6} MB is the most`);
  if (bytes.length === 0) throw new UnreadableError("it is empty");
  const ending = name.toLowerCase().split(".").at(-1);
  const text = new TextDecoder().decode(bytes);
  if (ending === "ply" || text.startsWith("ply\n") || text.startsWith("ply\r")) return readPly(bytes.slice().buffer);
  const trimmed = text.trimStart();
  if (ending === "json" || trimmed.startsWith("[") || trimmed.startsWith("{")) return readJson(text);
  if (ending === "xyz" && /^\s*\d+\s*$/.test(text.split(/\r\n|\r|\n/)[0] ?? "")) return readXyz(text);
  return readSeparated(text);
}
