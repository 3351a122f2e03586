import { ClassAnswers } from "../panels/class-answers.tsx";
import { useConfig } from "../stores/config-store.ts";
import { useProbe } from "../stores/run-store.ts";

/** What every network says of the sequence. */
export function Answers() {
  const probe = useProbe("sequences");
  const { sequence, classes } = useConfig(({ config }) => config);
  const truth = probe?.sequence.label;
  const nameOf = (label: number) => (sequence === "recall" ? `symbol ${label + 1}` : `${2 * (label + 1)} waves`);
  return (
    <ClassAnswers
      question={sequence === "recall" ? "Which symbol is marked?" : "How many waves?"}
      about={`One of ${classes}. It is ${truth === undefined ? "–" : nameOf(truth)}.`}
      probabilities={probe?.models.map(({ probabilities }) => probabilities)}
      truth={truth}
      nameOf={nameOf}
    />
  );
}
