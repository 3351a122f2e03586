import type { History } from "../../engine/history.ts";
import type { EntrantSummary } from "../../engine/protocol.ts";
import type { Measures } from "../../tasks/metric.ts";

/** A cell of a table with commas between (RFC 4180). */
const cell = (value: string | number | null | undefined): string => {
  const text = value === null || value === undefined ? "" : String(value);
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

/** What was measured of every entrant, a line a step. */
export function historyCsv(
  { steps, losses, metrics }: History,
  entrants: readonly Pick<EntrantSummary, "title">[],
  measures: Measures,
): string {
  const names = measures.metrics.map(({ name }) => name);
  const head = ["step", ...entrants.flatMap(({ title }) => ["loss", ...names].map((name) => `${title} ${name}`))];
  const at = new Map(steps.map((step, k) => [step, k]));
  const measured = new Map(metrics.map((entry) => [entry.step, entry.metrics]));
  const all = [...new Set([...at.keys(), ...measured.keys()])].sort((a, b) => a - b);
  const rows = all.map((step) => [
    step,
    ...entrants.flatMap((_, k) => [
      losses[at.get(step) ?? -1]?.[k],
      ...names.map((name) => measured.get(step)?.[k]?.[name]),
    ]),
  ]);
  return [head, ...rows].map((row) => `${row.map(cell).join(",")}\r\n`).join("");
}
