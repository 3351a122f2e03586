import { formatLink, parseLink } from "../config/link.ts";
import { pairsIn, wordIn } from "../config/link-text.ts";
import { pageIn } from "../config/page.ts";
import { presets } from "../config/presets.ts";
import { engine } from "./engine/engine.ts";
import { useConfig, wantedOf } from "./stores/config-store.ts";
import { useRun } from "./stores/run-store.ts";
import { currentView, useView } from "./stores/view-store.ts";

/** How long after the last look the address follows, in milliseconds. */
const SETTLE_MS = 300;

/** Problems of one link that are listed; a link of noise has thousands. */
const MOST_PROBLEMS = 6;

/** The hash of what runs, or of what is about to where nothing does, and of what is looked at. */
export function currentHash(): string {
  const state = useConfig.getState();
  const { preset, config } = useRun.getState().summary ? state : wantedOf(state);
  return `#${formatLink(preset, config, currentView())}`;
}

const isHere = (): boolean => pageIn(location.hash) === "playground";

/** The address of this entry of the browser's history becomes true to the page. */
function showInAddress(): void {
  const hash = currentHash();
  if (isHere() && location.hash !== hash) history.replaceState(history.state, "", hash);
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
  // An empty address, or a preset's name alone, opens what a choice of the preset would.
  const bare = wordIn(location.hash) !== null || pairsIn(location.hash).every(([key]) => key === "preset");
  const view = bare ? { ...link.view, ...presets[preset]?.view } : link.view;
  reportLink(problems);
  useView.setState(view);
  const same = preset === wanted.preset && JSON.stringify(config) === JSON.stringify(wanted.config);
  const { summary, building } = useRun.getState();
  const opened = same && (summary || building > 0) ? null : engine().open(preset, config);
  // What was read is what runs: the rest of the address is gone at once.
  showInAddress();
  await opened;
}

/** The run that an entry of the browser's history is about, where it is about one. */
const runOf = (state: unknown): string | null => (state as { readonly run?: string } | null)?.run ?? null;

/** Back and Forward: to the run of that entry, or, where it is not kept, to what its link asks for. */
async function travel(run: string): Promise<void> {
  const { preset, config, view } = parseLink(location.hash);
  useView.setState(view);
  if (!(await engine().returnTo(run, formatLink(preset, config)))) await engine().open(preset, config);
}

/** Opens the page's link now and whenever someone edits it, and keeps the address true to the page. */
export function followLink(): void {
  void open().then(() => engine().offerRun());
  let paused = false;
  /** Whether the run that begins next belongs to the entry that Back or Forward went to. */
  let travelling = 0;
  window.addEventListener("popstate", ({ state }) => {
    const run = runOf(state);
    if (run === null || !isHere()) return;
    travelling++;
    void travel(run).finally(() => {
      travelling--;
    });
  });
  window.addEventListener("hashchange", () => {
    const elsewhere = !isHere();
    // What another page measures has the GPU to itself.
    if (elsewhere && useRun.getState().running) void engine().command("stop");
    if (!elsewhere && paused) void engine().command("train");
    paused = elsewhere && (paused || useRun.getState().running);
    if (isHere() && runOf(history.state) === null && location.hash !== currentHash()) void open();
  });
  useRun.subscribe(({ summary }, before) => {
    const run = summary?.run;
    if (!run || !isHere() || summary === before.summary) return;
    // The same run, perhaps with a lighter load.
    if (run === before.summary?.run) return showInAddress();
    // A run of one's own is an entry of its own; the first one is the page's.
    const here = travelling > 0 || before.summary === null || runOf(history.state) === null;
    history[here ? "replaceState" : "pushState"]({ run }, "", currentHash());
  });
  useConfig.subscribe(() => {
    if (!useRun.getState().summary) showInAddress();
  });
  let timer = 0;
  useView.subscribe(() => {
    clearTimeout(timer);
    timer = window.setTimeout(showInAddress, SETTLE_MS);
  });
}
