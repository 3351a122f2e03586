import { Header } from "./panels/header.tsx";
import { Notices } from "./panels/notices.tsx";
import { RunBar } from "./panels/run-bar.tsx";
import { Settings } from "./panels/settings.tsx";
import { Unavailable } from "./panels/unavailable.tsx";
import { useConfig } from "./stores/config-store.ts";
import { useFrame } from "./stores/frame-store.ts";
import { isRecorded, statusOf, useRun } from "./stores/run-store.ts";
import { useParts } from "./stores/view-store.ts";
import { pageOf } from "./tasks.tsx";

export function App() {
  const unavailable = useRun((state) => statusOf(state) === "unavailable");
  // What was recorded can be looked at without a GPU.
  const recorded = useRun(isRecorded);
  const { hide } = useParts("hide");
  const hidden = hide.split(",");
  const settings = useFrame((state) => state.settings) && !unavailable && !hidden.includes("settings");
  const Page = useConfig(({ config }) => pageOf(config));
  if (unavailable && !recorded) {
    return (
      <main>
        <Unavailable />
      </main>
    );
  }
  return (
    <>
      {!hidden.includes("header") && <Header />}
      {unavailable ? <Unavailable /> : !hidden.includes("bar") && <RunBar />}
      <Notices />
      <main className={settings ? "workbench with-settings" : "workbench"}>
        <Page />
        {settings && <Settings />}
      </main>
    </>
  );
}
