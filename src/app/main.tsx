import { lazy, StrictMode, Suspense, useSyncExternalStore } from "react";
import { createRoot } from "react-dom/client";
import { type PageName, pageIn } from "../config/page.ts";
import { carryFaults } from "../faults/across-workers.ts";
import "./styles.css";
import { openTheme } from "./theme.ts";

openTheme();
carryFaults();

/** The playground follows its link from its first opening on; its engine goes on while another page shows. */
async function playground() {
  const [{ App }, { followLink }] = await Promise.all([import("./app.tsx"), import("./link-sync.ts")]);
  followLink();
  return { default: App };
}

/** Each page loads what it needs. */
const pages = {
  playground: lazy(playground),
  bench: lazy(async () => ({ default: (await import("./bench/bench-page.tsx")).BenchPage })),
  experiment: lazy(async () => ({ default: (await import("./experiment/experiment-page.tsx")).ExperimentPage })),
} satisfies Record<PageName, unknown>;

function onHashChange(listener: () => void): () => void {
  window.addEventListener("hashchange", listener);
  return () => window.removeEventListener("hashchange", listener);
}

function Root() {
  const name = useSyncExternalStore(onHashChange, () => pageIn(location.hash));
  const Page = pages[name];
  return (
    <Suspense>
      <Page />
    </Suspense>
  );
}

createRoot(document.getElementById("root") as HTMLElement).render(
  <StrictMode>
    <Root />
  </StrictMode>,
);
