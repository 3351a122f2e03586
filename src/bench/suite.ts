import type { Gpu } from "../gpu/device.ts";

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

/** Three figures, as a person reads them. */
export const figure = (value: number | string | null): string => {
  if (value === null) return "–";
  if (typeof value === "string") return value;
  if (Number.isInteger(value)) return value.toLocaleString("en");
  return Math.abs(value) >= 100 ? value.toFixed(0) : value.toPrecision(3);
};
