import { ConstellationsPage } from "./constellations/page.tsx";
import { Header } from "./panels/header.tsx";
import { Notices } from "./panels/notices.tsx";
import { RunBar } from "./panels/run-bar.tsx";
import { Settings } from "./panels/settings.tsx";
import { Unavailable } from "./panels/unavailable.tsx";
import { ParticlesPage } from "./particles/page.tsx";
import { useConfig } from "./stores/config-store.ts";
import { statusOf, useRun } from "./stores/run-store.ts";

/** What there is to see of each task. */
const pages = { constellations: ConstellationsPage, particles: ParticlesPage } as const;

export function App() {
  const unavailable = useRun((state) => statusOf(state) === "unavailable");
  const Page = useConfig(({ config }) => pages[config.task]);
  if (unavailable) return <Unavailable />;
  return (
    <>
      <Header />
      <RunBar />
      <Notices />
      <main>
        <Page />
        <Settings />
      </main>
    </>
  );
}
