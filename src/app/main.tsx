import { type ComponentType, StrictMode } from "react";
import { createRoot } from "react-dom/client";
import "./styles.css";

const root = createRoot(document.getElementById("root") as HTMLElement);

/** Pages beside the playground, by their hash. */
const pages: Readonly<Record<string, () => Promise<ComponentType>>> = {
  "#bench": async () => (await import("./bench/bench-page.tsx")).BenchPage,
  "#experiment": async () => (await import("./experiment/experiment-page.tsx")).ExperimentPage,
};

const load = pages[location.hash];
window.addEventListener("hashchange", () => pages[location.hash] !== load && location.reload());

/** Each page loads what it needs; importing the playground starts its engine. */
async function playground(): Promise<ComponentType> {
  const [{ App }, { followLink }] = await Promise.all([import("./app.tsx"), import("./link-sync.ts")]);
  followLink();
  return App;
}

const Page = await (load ?? playground)();
root.render(
  <StrictMode>
    <Page />
  </StrictMode>,
);
