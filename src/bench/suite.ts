import Papa from "papaparse";
import type { Gpu } from "../gpu/device.ts";
import { figure } from "../text/figure.ts";

/** A table of figures; null stands for what was not measured or did not fit. */
export interface Table {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly { readonly name: string; readonly cells: readonly (number | string | null)[] }[];
  /** What a reader must know to read it. */
  readonly note?: string;
}

/** What a suite found: for programs, and for people. */
export interface Outcome {
  readonly report: Readonly<Record<string, unknown>>;
  readonly table: Table;
}

/** Measures one thing after the other and hands each out as soon as it is known. */
export type Suite = (gpu: Gpu) => AsyncGenerator<Outcome>;

/** The table as lines of text. */
export function tableText({ title, columns, rows, note }: Table): string {
  const first = Math.max(...rows.map(({ name }) => name.length));
  const texts = rows.map(({ name, cells }) => ({ name, cells: cells.map(cellText) }));
  const widths = columns.map((column, k) =>
    Math.max(10, column.length, ...texts.map(({ cells }) => cells[k]?.length ?? 0)),
  );
  const line = (name: string, cells: readonly string[]) =>
    name.padEnd(first) + cells.map((cell, k) => cell.padStart((widths[k] as number) + 3)).join("");
  const lines = texts.map(({ name, cells }) => line(name, cells));
  return [title, line("", columns), ...lines, ...(note ? [note] : [])].join("\n");
}

/** A cell as a person reads it. */
export const cellText = (cell: number | string | null): string =>
  cell === null ? "–" : typeof cell === "string" ? cell : figure(cell);

/** The table as Markdown. */
export function tableMarkdown({ title, columns, rows, note }: Table): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [
    `**${title}**`,
    "",
    line(["", ...columns]),
    line(["---", ...columns.map(() => "---:")]),
    ...rows.map(({ name, cells }) => line([name, ...cells.map(cellText)])),
    ...(note ? ["", note] : []),
  ].join("\n");
}

/** The table as comma-separated values, numbers whole. */
export function tableCsv({ columns, rows }: Table): string {
  return Papa.unparse([["", ...columns], ...rows.map(({ name, cells }) => [name, ...cells])]);
}
