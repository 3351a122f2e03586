import { type ComponentType, StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { wordIn } from "../config/link-text.ts";
import "./styles.css";
import { openTheme } from "./theme.ts";

openTheme();

const root = createRoot(document.getElementById("root") as HTMLElement);

/** Pages beside the playground, by the word in their hash. */
const pages = new Map<string | null, () => Promise<ComponentType>>([
  ["bench", async () => (await import("./bench/bench-page.tsx")).BenchPage],
  ["experiment", async () => (await import("./experiment/experiment-page.tsx")).ExperimentPage],
]);
const pageInHash = () => pages.get(wordIn(location.hash));

const load = pageInHash();
window.addEventListener("hashchange", () => pageInHash() !== load && location.reload());

/** Each page loads what it needs; importing the playground starts its engine. */
async function playground(): Promise<ComponentType> {
  const [{ App }, { followLink }] = await Promise.all([import("./app.tsx"), import("./link-sync.ts")]);
  followLink(() => pageInHash() !== undefined);
  return App;
}

const Page = await (load ?? playground)();
root.render(
  <StrictMode>
    <Page />
  </StrictMode>,
);
