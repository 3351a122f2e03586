import { collectionNames, collections } from "../../config/collections.ts";
import { Scroll } from "../panels/scroll.tsx";

const percent = (share: number | undefined): string => (share === undefined ? "–" : (100 * share).toFixed(1));

/** Accuracies that were published, and the share of the largest class. */
export function Published() {
  return (
    <section className="panel" aria-label="Published">
      <h2>Published accuracies</h2>
      <Scroll label="Published accuracies">
        <table>
          <thead>
            <tr>
              <td />
              <th scope="col">Graphs</th>
              <th scope="col">Largest class, %</th>
              <th scope="col">Hierarchical, %</th>
              <th scope="col">Global, %</th>
            </tr>
          </thead>
          <tbody>
            {collectionNames.map((name) => {
              const { graphs, majority, published } = collections[name];
              return (
                <tr key={name}>
                  <th scope="row">{name}</th>
                  <td className="number">{graphs}</td>
                  <td className="number">{percent(majority)}</td>
                  <td className="number">{percent(published?.hierarchical)}</td>
                  <td className="number">{percent(published?.global)}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </Scroll>
      <p className="note">
        Means of SAGPool (Lee, Lee and Kang, 2019), of 20 runs of ten folds as far as we remember; a public leaderboard
        prints 74.06 for NCI1, global. Ten folds are trained here in <a href="#experiment">Experiments</a>.
      </p>
    </section>
  );
}
