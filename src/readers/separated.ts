import Papa from "papaparse";
import { type Table, tableOf, UnreadableError } from "./table.ts";

const isWord = (text: string): boolean => text.trim() !== "" && !Number.isFinite(Number(text));

/**
 * Comma, semicolon, tab or space separated values; a first row of words alone is the header. Lines that begin with # are none.
 * @throws UnreadableError that says which line is wrong, and how
 */
export function readSeparated(text: string): Table {
  const lines = text.split(/\r\n|\r|\n/);
  const kept = lines
    .map((content, k) => ({ line: k + 1, content }))
    .filter(({ content }) => content.trim() !== "" && !content.trimStart().startsWith("#"));
  const spaced = kept.every(({ content }) => !/[,;\t]/.test(content));
  // One delimiter for all of it: a line by itself may suggest another.
  const all = kept.map(({ content }) => content).join("\n");
  const { delimiter } = Papa.parse(all, { preview: 20, delimitersToGuess: [",", ";", "\t"] }).meta;
  const rows = kept.map(({ line, content }) => {
    const { data, errors } = Papa.parse<string[]>(spaced ? content.trim().replaceAll(/\s+/g, " ") : content, {
      delimiter: spaced ? " " : delimiter,
    });
    const [fault] = errors.filter(({ type }) => type !== "Delimiter");
    if (fault) throw new UnreadableError(`line ${line}: ${fault.message.toLowerCase()}`);
    return { line, cells: data[0] ?? [] };
  });
  const [head, ...body] = rows;
  return head?.cells.some(isWord) && head.cells.every((cell) => isWord(cell) || cell.trim() === "") && body.length > 0
    ? tableOf(head.cells, body)
    : tableOf(null, rows);
}
