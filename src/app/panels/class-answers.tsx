import type { ReactNode } from "react";
import { likeliest } from "../../tasks/likeliest.ts";
import { useEntrants } from "../stores/run-store.ts";
import { AddNetwork } from "./add-network.tsx";
import { Explain } from "./explain.tsx";
import { Scroll } from "./scroll.tsx";

/** What a table tells of each network besides its answer. */
interface Column {
  readonly head: ReactNode;
  /** Of the network at a place among the entrants, by its title. */
  cell(entrant: number, title: string): ReactNode;
  readonly number?: boolean;
}

interface ClassAnswersProps {
  readonly question: string;
  /** What is asked about, in a sentence. */
  readonly about: ReactNode;
  /** Of the classes, one list an entrant; undefined before the first answer. */
  readonly probabilities: readonly (readonly number[])[] | undefined;
  readonly truth: number | undefined;
  nameOf(answer: number): string;
  readonly columns?: readonly Column[];
  readonly children?: ReactNode;
}

/** Which class every network names, how sure it is, and whether that is right. */
export function ClassAnswers({
  question,
  about,
  probabilities,
  truth,
  nameOf,
  columns = [],
  children,
}: ClassAnswersProps) {
  const entrants = useEntrants();
  return (
    <section className="panel predictions" aria-label="Predictions">
      <div className="row">
        <h2>{question}</h2>
        <AddNetwork />
      </div>
      <p className="note">{about}</p>
      <Scroll label="Comparison">
        <table className="by-network">
          <thead>
            <tr>
              <td />
              <th scope="col">Answer</th>
              <th scope="col">
                <Explain term="Sure">What it takes the probability of its answer for.</Explain>
              </th>
              {columns.map(({ head }, c) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a column is its place.
                <th key={c} scope="col">
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {(probabilities ?? []).map((row, k) => {
              const answer = likeliest(row);
              const right = answer === truth;
              const title = entrants[k]?.title ?? "";
              return (
                <tr key={title}>
                  <th scope="row" className={entrants[k]?.colour}>
                    {title}
                  </th>
                  <td className={right ? "" : "wrong"}>
                    {nameOf(answer)}, {right ? "right" : "wrong"}
                  </td>
                  <td className="number">{(100 * (row[answer] ?? 0)).toFixed(1)} %</td>
                  {columns.map(({ cell, number }, c) => (
                    // biome-ignore lint/suspicious/noArrayIndexKey: a column is its place.
                    <td key={c} className={number ? "number" : ""}>
                      {cell(k, title)}
                    </td>
                  ))}
                </tr>
              );
            })}
          </tbody>
        </table>
      </Scroll>
      {!probabilities && <p className="note waiting">The first answer comes as soon as the networks are compiled.</p>}
      {children}
    </section>
  );
}
