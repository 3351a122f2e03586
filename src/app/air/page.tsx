import { measures } from "../../tasks/air/measures.ts";
import { LearningCurves } from "../panels/learning-curves.tsx";
import { Answers } from "./answers.tsx";
import { Lead } from "./lead.tsx";
import { Series } from "./series.tsx";
import { StationMap } from "./station-map.tsx";
import "./air.css";

/** What stations did not measure: their map, one station's hours, and what is filled in. */
export function AirPage() {
  return (
    <>
      <section className="column input" aria-label="Input">
        <Lead />
        <StationMap />
        <Series />
      </section>
      <section className="column results" aria-label="Results">
        <Answers />
        <LearningCurves {...measures} />
      </section>
    </>
  );
}
