import { formatLink, parseLink } from "../config/link.ts";
import { pageIn } from "../config/page.ts";
import { defaultPreset, presets } from "../config/presets.ts";
import { engine } from "./engine/engine.ts";
import { useConfig, wantedOf } from "./stores/config-store.ts";
import { useRun } from "./stores/run-store.ts";
import { currentView, useView } from "./stores/view-store.ts";

/** How long after the last look the address follows, in milliseconds. */
const SETTLE_MS = 300;

/** Problems of one link that are listed; a link of noise has thousands. */
const MOST_PROBLEMS = 6;

/** The hash of what runs, or is about to, and of what is looked at. */
export function currentHash(): string {
  const { preset, config } = wantedOf(useConfig.getState());
  return `#${formatLink(preset, config, currentView())}`;
}

function showInAddress(): void {
  if (pageIn(location.hash) !== "playground") return;
  const hash = currentHash();
  if (location.hash !== hash) history.replaceState(null, "", hash);
}

function reportLink(problems: readonly string[]): void {
  const more = problems.length - MOST_PROBLEMS;
  useRun.setState({
    linkProblems: [
      ...problems.slice(0, MOST_PROBLEMS).map((problem) => `Link: ${problem}.`),
      ...(more > 0 ? [`Link: ${more} more things in it could not be read.`] : []),
    ],
  });
}

async function open(): Promise<void> {
  const wanted = wantedOf(useConfig.getState());
  const { preset, config, problems, ...link } = parseLink(location.hash);
  // An empty address opens what a choice of the preset would.
  const view = location.hash.length > 1 ? link.view : { ...link.view, ...presets[defaultPreset]?.view };
  reportLink(problems);
  useView.setState(view);
  const same = preset === wanted.preset && JSON.stringify(config) === JSON.stringify(wanted.config);
  const { summary, building } = useRun.getState();
  const opened = same && (summary || building > 0) ? null : engine().open(preset, config);
  // What was read is what runs: the rest of the address is gone at once.
  showInAddress();
  await opened;
}

/** Opens the page's link now and whenever someone edits it, and keeps the address true to the page. */
export function followLink(): void {
  void open().then(() => engine().offerRuns());
  let paused = false;
  window.addEventListener("hashchange", () => {
    const elsewhere = pageIn(location.hash) !== "playground";
    // What another page measures has the GPU to itself.
    if (elsewhere && useRun.getState().running) void engine().command("stop");
    if (!elsewhere && paused) void engine().command("train");
    paused = elsewhere && (paused || useRun.getState().running);
    if (location.hash !== currentHash() && pageIn(location.hash) === "playground") void open();
  });
  let timer = 0;
  useView.subscribe(() => {
    clearTimeout(timer);
    timer = window.setTimeout(showInAddress, SETTLE_MS);
  });
  useConfig.subscribe((state, before) => {
    const [now, then] = [wantedOf(state), wantedOf(before)];
    if (now.config !== then.config || now.preset !== then.preset) showInAddress();
  });
}
