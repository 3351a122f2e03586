import { eventSources } from "../../config/event-sources.ts";
import { figure } from "../../text/figure.ts";
import { ClassAnswers } from "../panels/class-answers.tsx";
import { Explain } from "../panels/explain.tsx";
import { useConfig } from "../stores/config-store.ts";
import { useProbe } from "../stores/run-store.ts";
import { useParts } from "../stores/view-store.ts";
import { askingEvent } from "./asking-event.ts";

/** What every network says comes after the event that is looked at, and what a shift of the clock does to it. */
export function Answers() {
  const probe = useProbe("events");
  const { point } = useParts("point");
  const source = useConfig(({ config }) => config.events);
  const { placed } = eventSources[source];
  const n = probe?.models[0]?.probabilities.length ?? 1;
  const query = askingEvent(point, n);
  const truth = probe?.sequence.types[query + 1];
  const nameOf = (kind: number) => probe?.names[kind] ?? String(kind + 1);
  return (
    <ClassAnswers
      question="What comes next?"
      about={`${eventSources[source].title}. After event ${query + 1} came ${truth === undefined ? "–" : nameOf(truth)}.`}
      probabilities={probe?.models.map(({ probabilities }) => probabilities[query] ?? [])}
      truth={truth}
      nameOf={nameOf}
      columns={[
        {
          head: (
            <Explain term={placed ? "Change if moved" : "Change if shifted"}>
              Largest change of any probability of this sequence when all its times are shifted
              {placed ? " and all its places turned" : ""}. Zero but for rounding where the network sees what lies
              between events alone{placed ? ", and frames turn along" : ""}; features of time see the clock.
            </Explain>
          ),
          cell: (k) => figure(probe?.models[k]?.change ?? 0),
          number: true,
        },
      ]}
    />
  );
}
