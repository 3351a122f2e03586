import { measuresOf } from "../../tasks/clouds/measures.ts";
import { LearningCurves } from "../panels/learning-curves.tsx";
import { useConfig } from "../stores/config-store.ts";

export function Learning() {
  const config = useConfig((state) => state.config);
  return <LearningCurves {...measuresOf(config)} />;
}
