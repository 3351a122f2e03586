import { testSetsOf } from "../../tasks/constellations/batch.ts";
import { LearningCurves } from "../panels/learning-curves.tsx";
import { useConfig } from "../stores/config-store.ts";

/** Of the test sets, in their order. */
const titles = ["Accuracy, given", "Accuracy, shifted", "Accuracy, rotated"] as const;

/** Cross entropy, and accuracy on each test set. */
export function Learning() {
  const config = useConfig((state) => state.config);
  const metrics = testSetsOf(config).map((name, k) => ({ name, title: titles[k] as string, y: [0, 1.005] as const }));
  return <LearningCurves loss="from zero" metrics={metrics} />;
}
