import type { Column, Table } from "../../readers/table.ts";

/** Which columns are the coordinates, by index. */
export type Axes = readonly number[];

const axisNames = ["x", "y", "z"];

/** Columns that are plainly the coordinates: by name, or because there are as many columns of numbers; else null. */
export function plainAxes({ columns }: Table, dimension: 2 | 3): Axes | null {
  const named = axisNames
    .slice(0, dimension)
    .map((axis) => columns.findIndex(({ name, numbers }) => numbers && name.toLowerCase() === axis));
  if (named.every((at) => at >= 0)) return named;
  const numeric = numericColumns({ columns });
  return numeric.length === dimension ? numeric : null;
}

export const numericColumns = ({ columns }: Pick<Table, "columns">): number[] =>
  columns.map((_, k) => k).filter((k) => columns[k]?.numbers);

/** As many of the rows as there is room for, evenly through the file. */
function spread(rows: number, room: number): number[] {
  const count = Math.min(rows, room);
  return Array.from({ length: count }, (_, k) => Math.floor((k * rows) / count));
}

export interface Placed {
  readonly points: number[][];
  /** What was done to them, in words; empty for nothing. */
  readonly note: string;
}

/** Points of a table, as many as there is room for; fitted about the middle into the unit disc or ball, where wanted. */
export function placed({ columns, rows }: Table, axes: Axes, { room, fit }: { room: number; fit: boolean }): Placed {
  const numbers = axes.map((at) => (columns[at] as Column).numbers as readonly number[]);
  const taken = spread(rows, room).map((row) => numbers.map((column) => column[row] as number));
  const some =
    rows > room
      ? [`Took ${taken.length} of ${rows} points, evenly through the file: these settings have room for no more.`]
      : [];
  if (!fit) return { points: taken, note: some.join(" ") };
  const middle = axes.map((_, axis) => taken.reduce((sum, point) => sum + (point[axis] as number), 0) / taken.length);
  const centred = taken.map((point) => point.map((value, axis) => value - (middle[axis] as number)));
  const radius = Math.max(...centred.map((point) => Math.hypot(...point)), 1e-12);
  const points = centred.map((point) => point.map((value) => value / radius));
  return { points, note: [...some, "Moved to the middle and scaled to radius 1."].join(" ") };
}

/** Whether points lie within the network's own range. */
export const lieWithin = ({ columns }: Table, axes: Axes): boolean =>
  axes.every((at) => (columns[at] as Column).numbers?.every((value) => Math.abs(value) <= 1.5));
