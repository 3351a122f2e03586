import { Header } from "./panels/header.tsx";
import { Notices } from "./panels/notices.tsx";
import { RunBar } from "./panels/run-bar.tsx";
import { Settings } from "./panels/settings.tsx";
import { Unavailable } from "./panels/unavailable.tsx";
import { useConfig } from "./stores/config-store.ts";
import { isRecorded, statusOf, useRun } from "./stores/run-store.ts";
import { viewOf } from "./tasks.tsx";

export function App() {
  const unavailable = useRun((state) => statusOf(state) === "unavailable");
  // What was recorded can be looked at without a GPU.
  const recorded = useRun(isRecorded);
  const Page = useConfig(({ config }) => viewOf(config).Page);
  if (unavailable && !recorded) {
    return (
      <main>
        <Unavailable />
      </main>
    );
  }
  return (
    <>
      <Header />
      {unavailable ? <Unavailable /> : <RunBar />}
      <Notices />
      <main className="workbench">
        <Page />
        {!unavailable && <Settings />}
      </main>
    </>
  );
}
