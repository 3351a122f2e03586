import { formatLink, parseLink } from "../config/link.ts";
import { configure } from "./engine-client.ts";
import { useConfig } from "./stores/config-store.ts";
import { useRun } from "./stores/run-store.ts";
import { currentView, useView } from "./stores/view-store.ts";

/** How long after the last change the address follows, in milliseconds. */
const SETTLE_MS = 300;

/** The hash of what runs and what is looked at. */
export function currentHash(): string {
  const { preset, config } = useConfig.getState();
  return `#${formatLink(preset, config, currentView())}`;
}

function open(): void {
  const { summary } = useRun.getState();
  const running = useConfig.getState();
  const link = parseLink(decodeURI(location.hash));
  const { preset, config, view, problems } = link;
  useRun.getState().report(...problems.map((problem) => `Link: ${problem}.`));
  useView.setState(view);
  // Until something runs, the page already shows what the link asks for.
  if (!summary) running.applied(preset, config);
  const same = summary && preset === running.preset && JSON.stringify(config) === JSON.stringify(running.config);
  if (!same) void configure(preset, config, true);
}

/** Opens the page's link now and whenever someone edits it, and keeps the address true to the page. */
export function followLink(): void {
  open();
  window.addEventListener("hashchange", () => {
    if (location.hash !== currentHash()) open();
  });
  let timer = 0;
  const settle = () => {
    clearTimeout(timer);
    timer = window.setTimeout(() => {
      const hash = currentHash();
      if (location.hash !== hash) history.replaceState(null, "", hash);
    }, SETTLE_MS);
  };
  useView.subscribe(settle);
  useConfig.subscribe((state, before) => {
    if (state.config !== before.config || state.preset !== before.preset) settle();
  });
}
