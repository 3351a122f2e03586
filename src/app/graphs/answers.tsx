import { type CollectionTraits, collections } from "../../config/collections.ts";
import { type View, viewFields } from "../../config/view.ts";
import { figure } from "../../text/figure.ts";
import { ClassAnswers } from "../panels/class-answers.tsx";
import { Explain } from "../panels/explain.tsx";
import { useConfig } from "../stores/config-store.ts";
import { useProbe } from "../stores/run-store.ts";
import { look, useParts } from "../stores/view-store.ts";
import { useDrawn } from "./looked.ts";

/** What every network says of the graph, and of the same graph with its nodes numbered anew. */
export function Answers() {
  const probe = useProbe("graphs");
  const looked = useDrawn();
  const { renumber } = useParts("renumber");
  const { title, classes, names } = useConfig(({ config }): CollectionTraits => collections[config.collection]);
  const nameOf = (answer: number) => names?.classes[answer] ?? `class ${answer + 1}`;
  const changeOf = (k: number): number => {
    const { probabilities = [], renumbered = [] } = probe?.models[k] ?? {};
    return Math.max(...probabilities.map((value, c) => Math.abs(value - (renumbered[c] as number))));
  };
  const drawn = (k: number, network: string) =>
    probe?.models[k]?.levels.length ? (
      <input
        type="radio"
        name="drawn"
        aria-label={`Draw what ${network} keeps`}
        checked={looked?.drawn.entrant === k}
        onChange={() => look({ drawn: viewFields.drawn.options[k] as View["drawn"] })}
      />
    ) : (
      "keeps all"
    );
  return (
    <ClassAnswers
      question="Of which class?"
      about={`${title}. This graph: ${probe ? nameOf(probe.graph.kind) : "–"}, of ${classes} classes.`}
      probabilities={probe?.models.map(({ probabilities }) => probabilities)}
      truth={probe?.graph.kind}
      nameOf={nameOf}
      columns={[
        {
          head: (
            <Explain term="Change if renumbered">
              Largest change of a class's probability when the nodes are numbered in another order. Zero but for
              rounding, unless two nodes score the same where the cut is: then the number decides which stays.
            </Explain>
          ),
          cell: (k) => figure(changeOf(k)),
          number: true,
        },
        { head: "Drawn", cell: drawn },
      ]}
    >
      <p>
        <button type="button" onClick={() => look({ renumber: (renumber % viewFields.renumber.range.max) + 1 })}>
          Number the nodes anew
        </button>
      </p>
    </ClassAnswers>
  );
}
