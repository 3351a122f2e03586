import { lazy, Suspense } from "react";
import { eventSources } from "../../config/event-sources.ts";
import { measuresOf } from "../../tasks/events/measures.ts";
import { LearningCurves } from "../panels/learning-curves.tsx";
import { useConfig } from "../stores/config-store.ts";
import { Answers } from "./answers.tsx";
import { Clock } from "./clock.tsx";
import { Heads } from "./heads.tsx";
import { Kernels } from "./kernels.tsx";
import { Lead } from "./lead.tsx";
import { Timeline } from "./timeline.tsx";
import "./events.css";

/** Coasts come with it. */
const Globe = lazy(() => import("./globe.tsx").then((module) => ({ default: module.Globe })));

/** What comes next in a sequence of events: its timeline, what the networks see of time, and what they say. */
export function EventsPage() {
  const config = useConfig((state) => state.config);
  return (
    <>
      <section className="column input" aria-label="Input">
        <Lead />
        <Timeline />
        {eventSources[config.events].placed && (
          <Suspense>
            <Globe />
          </Suspense>
        )}
        <Heads />
        <Clock />
      </section>
      <section className="column results" aria-label="Results">
        <Answers />
        <Kernels />
        <LearningCurves {...measuresOf(config)} />
      </section>
    </>
  );
}
