import { act, Profiler, type ReactNode } from "react";
import { createRoot } from "react-dom/client";
import { afterEach, beforeEach, expect, test } from "vitest";
import { AttentionPanel } from "../../src/app/constellations/attention.tsx";
import { Learning } from "../../src/app/constellations/learning.tsx";
import { Predictions } from "../../src/app/constellations/predictions.tsx";
import { Motion } from "../../src/app/panels/motion.tsx";
import { Notices } from "../../src/app/panels/notices.tsx";
import { RunBar } from "../../src/app/panels/run-bar.tsx";
import { Settings } from "../../src/app/panels/settings.tsx";
import { useConfig } from "../../src/app/stores/config-store.ts";
import { useRun } from "../../src/app/stores/run-store.ts";
import { look } from "../../src/app/stores/view-store.ts";
import { presets } from "../../src/config/presets.ts";
import type { ModelSummary } from "../../src/engine/protocol.ts";
import { atRest } from "../../src/lie/motion.ts";
import type { CloudProbe } from "../../src/tasks/clouds/probe.ts";

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });

const host = document.createElement("div");
let root = createRoot(host);
const counts = new Map<string, number>();
const counted = (name: string, children: ReactNode) => (
  <Profiler id={name} onRender={() => counts.set(name, (counts.get(name) ?? 0) + 1)}>
    {children}
  </Profiler>
);

const paper = presets.paper as NonNullable<(typeof presets)[string]>;
const summary: ModelSummary = {
  adapter: "none",
  device: 1,
  run: "first",
  finished: false,
  entrants: [{ config: paper.config, title: "L", parameters: 1, dispatches: 1, bytes: 1 }],
};
const { layers, heads } = paper.config;
const POINTS = 34;
const maps = (of: (layer: number, head: number, k: number) => number) =>
  Array.from({ length: layers }, (_, l) =>
    Array.from({ length: heads }, (_, h) => Array.from({ length: POINTS }, (_, k) => of(l, h, k))),
  );
const weights = (noise: number) => maps((l, h, k) => Math.sin(l + 2 * h + 3 * k) + noise * Math.sin(k));

/** What the engine answers: weights that a moved input changes by no more than `noise`. */
function answer(noise: number): CloudProbe {
  const counts = { original: [], moved: [], change: noise, layers: [] };
  return {
    task: "constellations",
    request: {
      task: "constellations",
      cloud: 2,
      point: 0,
      lift: "moved",
      motion: atRest,
    },
    points: new Float32Array(2 * POINTS),
    moved: new Float32Array(2 * POINTS),
    mask: new Float32Array(POINTS).fill(1),
    pattern: new Uint8Array(POINTS),
    labels: [1, 1, 1, 1],
    frames: null,
    models: [counts],
    attention: { original: weights(0), moved: weights(noise) },
  };
}

beforeEach(() => {
  document.body.append(host);
  root = createRoot(host);
  useConfig.setState({ preset: "paper", config: paper.config, draft: paper.config });
  useRun.setState({ probe: answer(0) });
  act(() =>
    root.render(
      <>
        {counted("run bar", <RunBar />)}
        {counted("notices", <Notices />)}
        {counted("settings", <Settings />)}
        {counted("learning", <Learning />)}
        {counted("predictions", <Predictions />)}
        {counted("attention", <AttentionPanel />)}
        {counted("motion", <Motion>{null}</Motion>)}
      </>,
    ),
  );
  counts.clear();
});

afterEach(() => act(() => root.unmount()));

test("a drag draws its sliders anew, and nothing else on the page", () => {
  for (let k = 0; k < 20; k++) act(() => look({ rotate: k, x: k / 100 }));
  expect(Object.fromEntries(counts)).toEqual({ motion: 20 });
});

test("an answer draws the maps anew whose numbers changed, and no more", () => {
  const pathsOf = () => [...host.querySelectorAll(".map svg")].map((map) => map.innerHTML);
  let changed = 0;
  const observer = new MutationObserver((records) => {
    changed += records.length;
  });
  const before = pathsOf();
  observer.observe(host.querySelector(".maps") as Element, { subtree: true, attributes: true, attributeFilter: ["d"] });
  for (let k = 1; k <= 5; k++) act(() => useRun.setState({ probe: answer(k * 1e-6) }));
  changed += observer.takeRecords().length;
  expect(pathsOf()).toEqual(before);
  expect(changed).toBe(0);
  act(() => useRun.setState({ probe: answer(0.5) }));
  expect(pathsOf()).not.toEqual(before);
  expect([...counts.keys()].sort()).toEqual(["attention", "predictions"]);
  observer.disconnect();
});

test("the bar of a run that patience has ended says so, and offers to go on without", () => {
  useConfig.setState({ config: { ...paper.config, steps: 500, patience: 3 } });
  useRun.setState({ summary: { ...summary, finished: true }, step: 100, asShipped: false });
  act(() => root.render(<RunBar />));
  expect(host.querySelector(".progress")?.textContent).toBe("Finished at step 100 by patience");
  const buttons = [...host.querySelectorAll(".run-bar > .buttons button")].map(({ textContent }) => textContent);
  expect(buttons).toEqual(["Train from scratch", "Go on without patience", "Step", "Reset"]);
  act(() => useRun.setState({ step: 500 }));
  expect(host.querySelector(".progress")?.textContent).toBe("Finished at step 500");
  expect(host.textContent).toContain("500 more steps");
});

test("learning curves go on where they were, whatever comes and goes", () => {
  const { receive } = useRun.getState();
  const steps = (from: number, count: number) =>
    Array.from({ length: count }, (_, k) => ({ step: from + k + 1, losses: [1 / (from + k + 1)] }));
  useRun.setState({ summary });
  for (let from = 0; from < 2000; from += 37)
    act(() => receive({ type: "progress", steps: steps(from, 37), speed: 1, milliseconds: [1] }));
  const shown = () => host.querySelector(".chart [role=img]")?.getAttribute("aria-label");
  // 1 / 2035
  expect(shown()).toMatch(/Loss: L 4\.9e-4/);
  act(() => receive({ type: "running", running: false, step: 100, finished: false }));
  expect(shown()).toMatch(/Loss: L 0\.010/);
});
