import { lazy, Suspense } from "react";
import { AttentionPanel } from "./panels/attention.tsx";
import { Curves } from "./panels/curves.tsx";
import { Header } from "./panels/header.tsx";
import { Motion } from "./panels/motion.tsx";
import { Notices } from "./panels/notices.tsx";
import { Predictions } from "./panels/predictions.tsx";
import { RunBar } from "./panels/run-bar.tsx";
import { Settings } from "./panels/settings.tsx";
import { Unavailable } from "./panels/unavailable.tsx";
import { useRun } from "./stores/run-store.ts";

/** Three.js is two thirds of the page's code: everything else shows before it has loaded. */
const Scene = lazy(async () => ({ default: (await import("./scene/scene.tsx")).Scene }));

export function App() {
  const unavailable = useRun((state) => state.status === "unavailable");
  if (unavailable) return <Unavailable />;
  return (
    <>
      <Header />
      <RunBar />
      <Notices />
      <main>
        <section className="column input" aria-label="Input">
          <Suspense fallback={<div className="scene" />}>
            <Scene />
          </Suspense>
          <Motion />
          <AttentionPanel />
        </section>
        <section className="column results" aria-label="Results">
          <Predictions />
          <Curves />
        </section>
        <Settings />
      </main>
    </>
  );
}
