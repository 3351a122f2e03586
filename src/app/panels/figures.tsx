import { cellText, type Table } from "../../bench/suite.ts";
import { Scroll } from "./scroll.tsx";

/** A table of figures that were measured. */
export function Figures({ table: { title, columns, rows, note } }: { table: Table }) {
  return (
    <figure className={columns.length > 3 ? "figures" : "figures narrow"}>
      <figcaption>{title}</figcaption>
      <Scroll label={title}>
        <table>
          <thead>
            <tr>
              <td />
              {columns.map((column) => (
                <th key={column} scope="col">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ name, cells }) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                {cells.map((cell, k) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: cells are told apart by their column.
                  <td key={k} className="number">
                    {cellText(cell)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      {note && <p className="note">{note}</p>}
    </figure>
  );
}
