import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import "./styles.css";

const root = createRoot(document.getElementById("root") as HTMLElement);

const onBench = () => location.hash === "#bench";
const bench = onBench();
window.addEventListener("hashchange", () => onBench() !== bench && location.reload());

/** Each page loads what it needs; importing the playground starts its engine. */
if (bench) {
  const { BenchPage } = await import("./bench/bench-page.tsx");
  root.render(
    <StrictMode>
      <BenchPage />
    </StrictMode>,
  );
} else {
  const [{ App }, { followLink }] = await Promise.all([import("./app.tsx"), import("./link-sync.ts")]);
  followLink();
  root.render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}
