import Papa from "papaparse";
import type { DataFiles } from "../../data/data-files.ts";
import { readSeparated } from "../../readers/separated.ts";
import { type Column, type Table, UnreadableError } from "../../readers/table.ts";

/** Clouds, each of a kind. */
export interface LabelledSet {
  readonly name: string;
  readonly dimension: 2 | 3;
  /** Names, in the order in which they are numbered. */
  readonly kinds: readonly string[];
  readonly clouds: readonly { readonly points: readonly (readonly number[])[]; readonly kind: number }[];
}

/** Columns of a table of labelled clouds: which cloud a row's point is of, which kind that is, and where the point is. */
export interface SetColumns {
  readonly cloud: number;
  readonly label: number;
  readonly axes: readonly number[];
}

const called =
  (names: readonly string[]) =>
  ({ name }: Column) =>
    names.includes(name.toLowerCase());

/** Columns that are plainly those of a set of clouds; null where they are not. */
export function setColumns({ columns }: Table, dimension: 2 | 3): SetColumns | null {
  const find = (names: readonly string[]) => columns.findIndex(called(names));
  const [cloud, label] = [find(["cloud", "id", "sample", "shape"]), find(["label", "class", "kind", "target"])];
  const axes = ["x", "y", "z"]
    .slice(0, dimension)
    .map((axis) => columns.findIndex((column) => column.numbers && called([axis])(column)));
  return cloud >= 0 && label >= 0 && axes.every((at) => at >= 0) ? { cloud, label, axes } : null;
}

/** @throws UnreadableError where a cloud has two labels, or there are too few clouds or kinds */
export function setOf(name: string, { columns, rows }: Table, { cloud, label, axes }: SetColumns): LabelledSet {
  const text = (column: number, row: number) => columns[column]?.texts[row] as string;
  const clouds = new Map<string, { points: number[][]; label: string }>();
  for (let row = 0; row < rows; row++) {
    const id = text(cloud, row);
    const found = clouds.get(id) ?? { points: [], label: text(label, row) };
    if (found.label !== text(label, row))
      throw new UnreadableError(`cloud ${id} is called both ${found.label} and ${text(label, row)}`);
    found.points.push(axes.map((at) => columns[at]?.numbers?.[row] as number));
    clouds.set(id, found);
  }
  const kinds = [...new Set([...clouds.values()].map((one) => one.label))].sort((a, b) =>
    a.localeCompare(b, "en", { numeric: true }),
  );
  if (kinds.length < 2)
    throw new UnreadableError(`all its clouds are of one kind, ${kinds[0]}: there is nothing to tell apart`);
  if (clouds.size < 2 * kinds.length)
    throw new UnreadableError(`it has ${clouds.size} clouds of ${kinds.length} kinds; two of each are the least`);
  return {
    name,
    dimension: axes.length === 3 ? 3 : 2,
    kinds,
    clouds: [...clouds.values()].map(({ points, label: own }) => ({ points, kind: kinds.indexOf(own) })),
  };
}

/** The set with every cloud about its own middle, and all by one factor, so that the largest has radius one. */
export function fitted(set: LabelledSet): LabelledSet {
  const centred = set.clouds.map(({ points, kind }) => {
    const middle = Array.from(
      { length: set.dimension },
      (_, axis) => points.reduce((sum, p) => sum + (p[axis] as number), 0) / points.length,
    );
    return { kind, points: points.map((p) => p.map((value, axis) => value - (middle[axis] as number))) };
  });
  const radius = Math.max(...centred.flatMap(({ points }) => points.map((p) => Math.hypot(...p))), 1e-12);
  return {
    ...set,
    clouds: centred.map(({ points, kind }) => ({ kind, points: points.map((p) => p.map((value) => value / radius)) })),
  };
}

/** The set as the file that `openSet` reads. */
export const setText = ({ clouds, kinds, dimension }: LabelledSet): string =>
  Papa.unparse([
    ["cloud", "label", ...["x", "y", "z"].slice(0, dimension)],
    ...clouds.flatMap(({ points, kind }, k) =>
      points.map((p) => [k, kinds[kind], ...p.map((value) => Number(value.toFixed(4)))]),
    ),
  ]);

/** Sets that were opened last: the page and the networks that run may look at another than what is opened now. */
const MOST = 3;
const opened: LabelledSet[] = [];

/**
 * Reads a set, once.
 * @throws UnreadableError, or Error where it cannot be had
 */
export async function openSet(name: string, files: DataFiles): Promise<LabelledSet> {
  const known = opened.find((set) => set.name === name);
  if (known) return known;
  const table = readSeparated(new TextDecoder().decode(await files.read(name)));
  const columns = setColumns(table, 3) ?? setColumns(table, 2);
  if (!columns) throw new UnreadableError(`${name} has no columns cloud, label, x and y`);
  const set = setOf(name, table, columns);
  opened.unshift(set);
  opened.length = Math.min(opened.length, MOST);
  return set;
}

/** @throws Error where it was not opened */
export function openedSet(name: string): LabelledSet {
  const at = opened.findIndex((one) => one.name === name);
  const [set] = at < 0 ? [] : opened.splice(at, 1);
  // What is in use stays, whatever is tried besides.
  if (set) opened.unshift(set);
  if (!set) throw new Error(`The set ${name} has not been opened.`);
  return set;
}

export const isOpened = (name: string): boolean => opened.some((set) => set.name === name);
