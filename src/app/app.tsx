import { AttentionPanel } from "./panels/attention.tsx";
import { Curves } from "./panels/curves.tsx";
import { Header } from "./panels/header.tsx";
import { Motion } from "./panels/motion.tsx";
import { Notices } from "./panels/notices.tsx";
import { Predictions } from "./panels/predictions.tsx";
import { RunBar } from "./panels/run-bar.tsx";
import { Settings } from "./panels/settings.tsx";
import { Unavailable } from "./panels/unavailable.tsx";
import { Scene } from "./scene/scene.tsx";
import { useRun } from "./stores/run-store.ts";

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
          <Scene />
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
