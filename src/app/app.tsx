import { Header } from "./panels/header.tsx";
import { Notices } from "./panels/notices.tsx";
import { RunBar } from "./panels/run-bar.tsx";
import { Settings } from "./panels/settings.tsx";
import { Unavailable } from "./panels/unavailable.tsx";
import { useConfig } from "./stores/config-store.ts";
import { statusOf, useRun } from "./stores/run-store.ts";
import { viewOf } from "./tasks.tsx";

export function App() {
  const unavailable = useRun((state) => statusOf(state) === "unavailable");
  const Page = useConfig(({ config }) => viewOf(config).Page);
  if (unavailable) return <Unavailable />;
  return (
    <>
      <Header />
      <RunBar />
      <Notices />
      <main className="workbench">
        <Page />
        <Settings />
      </main>
    </>
  );
}
