import { measures } from "../../tasks/sequences/measures.ts";
import { LearningCurves } from "../panels/learning-curves.tsx";
import { Answers } from "./answers.tsx";
import { Lead } from "./lead.tsx";
import { Matrices } from "./matrices.tsx";
import { Strip } from "./strip.tsx";
import "./sequences.css";

/** Long sequences: one of them, the weights of attention as matrices, and what all networks say. */
export function SequencesPage() {
  return (
    <>
      <section className="column input" aria-label="Input">
        <Lead />
        <Strip />
        <Matrices />
      </section>
      <section className="column results" aria-label="Results">
        <Answers />
        <LearningCurves {...measures} />
      </section>
    </>
  );
}
