/** A column of a file: its numbers, where all its entries are some, and its entries as they stand. */
export interface Column {
  readonly name: string;
  readonly numbers: readonly number[] | null;
  readonly texts: readonly string[];
}

/** Rows of a file, by columns of one length. */
export interface Table {
  readonly columns: readonly Column[];
  readonly rows: number;
}

/** A file that cannot be read; says where and why. */
export class UnreadableError extends Error {
  override readonly name = "UnreadableError";
}

export const LIMITS = { bytes: 8_000_000, rows: 100_000, columns: 200 } as const;

/** A table of texts, each row a list. @throws UnreadableError where a row has another length than the first, or a number is none */
export function tableOf(
  header: readonly string[] | null,
  rows: readonly { line: number; cells: readonly string[] }[],
): Table {
  const [first] = rows;
  if (!first) throw new UnreadableError("there is no row of data in it");
  const width = header?.length ?? first.cells.length;
  if (width > LIMITS.columns) throw new UnreadableError(`it has ${width} columns; ${LIMITS.columns} is the most`);
  if (rows.length > LIMITS.rows) throw new UnreadableError(`it has ${rows.length} rows; ${LIMITS.rows} is the most`);
  for (const { line, cells } of rows) {
    if (cells.length !== width)
      throw new UnreadableError(`line ${line} has ${cells.length} entries, where ${width} were expected`);
  }
  const columns = Array.from({ length: width }, (_, k): Column => {
    const texts = rows.map(({ cells }) => (cells[k] as string).trim());
    const numbers = texts.map((text) => (text === "" ? Number.NaN : Number(text)));
    const bad = numbers.findIndex((value) => !Number.isFinite(value));
    const name = header?.[k]?.trim() || `column ${k + 1}`;
    // Mostly numbers: the one that is none is a slip, not a word.
    const mostly = numbers.filter(Number.isFinite).length > 0.9 * numbers.length;
    if (bad >= 0 && mostly)
      throw new UnreadableError(
        `line ${rows[bad]?.line}: “${(texts[bad] as string).slice(0, 30)}” in ${name} is no finite number`,
      );
    return { name, numbers: bad < 0 ? numbers : null, texts };
  });
  return { columns, rows: rows.length };
}
