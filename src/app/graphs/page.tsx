import { measuresOf } from "../../tasks/graphs/measures.ts";
import { LearningCurves } from "../panels/learning-curves.tsx";
import { useConfig } from "../stores/config-store.ts";
import { Answers } from "./answers.tsx";
import { Lead } from "./lead.tsx";
import { Levels } from "./levels.tsx";
import { Picture } from "./picture.tsx";
import { Published } from "./published.tsx";
import "./graphs.css";

/** Of which class graphs are: one of them, what poolings keep of it, and what all networks say. */
export function GraphsPage() {
  const config = useConfig((state) => state.config);
  return (
    <>
      <section className="column input" aria-label="Input">
        <Lead />
        <Picture />
        <Levels />
      </section>
      <section className="column results" aria-label="Results">
        <Answers />
        <LearningCurves {...measuresOf(config)} />
        <Published />
      </section>
    </>
  );
}
