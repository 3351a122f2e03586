import { lighterLoad } from "../../config/lighter.ts";
import { changesIn, parseLink } from "../../config/link.ts";
import { fixInWords } from "../../config/schema.ts";
import type { RunHead } from "../../engine/runs.ts";
import { engine } from "../engine/engine.ts";
import { useConfig, wantedOf } from "../stores/config-store.ts";
import { statusOf, useRun } from "../stores/run-store.ts";
import { Notice } from "./notice.tsx";
import { Refusal } from "./refusal.tsx";

/** The device is gone: the way back, and after a second loss a lighter one. */
function LostNotice() {
  const lost = useRun((state) => state.lost);
  const config = useConfig((state) => wantedOf(state).config);
  const again = (lost?.device ?? 0) > 1;
  const lighter = again ? lighterLoad(config) : null;
  return (
    <Notice>
      <p>
        The browser took the GPU away{lost?.reason ? ` (${lost.reason})` : ""}. Your settings, charts and the last good
        parameters are kept.
        {again &&
          " It was not the first time: drivers do this to work that takes them too long, and a lighter load may last."}
        {again && !lighter && " A smaller network would be one: fewer layers, channels or points."}
      </p>
      <div className="buttons">
        {lighter && (
          <button type="button" className="primary" onClick={() => void engine().resume(lighter)}>
            Reconnect with {fixInWords({ fix: lighter })}
          </button>
        )}
        <button type="button" onClick={() => void engine().resume()}>
          Reconnect
        </button>
      </div>
    </Notice>
  );
}

const ago = (then: number): string => {
  const minutes = Math.round((Date.now() - then) / 60_000);
  const format = new Intl.RelativeTimeFormat("en", { numeric: "auto" });
  if (minutes < 60) return minutes < 1 ? "just now" : format.format(-minutes, "minute");
  return minutes < 60 * 24
    ? format.format(-Math.round(minutes / 60), "hour")
    : format.format(-Math.round(minutes / 1440), "day");
};

const inWords = ({ link, step, kept }: RunHead): string => {
  const { preset, config } = parseLink(link);
  const changed = changesIn(preset, config);
  return `${[preset, ...changed].join(", ")}: step ${step} of ${config.steps}, ${ago(kept)}`;
};

/** Runs of earlier visits are still there. */
function OfferNotice() {
  const offers = useRun((state) => state.offers);
  if (offers.length === 0) return null;
  return (
    <Notice kind="news">
      <p>{offers.length === 1 ? "A run of an earlier visit is kept:" : "Runs of earlier visits are kept:"}</p>
      <ul className="runs">
        {offers.map((offer) => (
          <li key={offer.id}>
            <span>{inWords(offer)}</span>
            <span className="buttons">
              <button type="button" className="primary" onClick={() => void engine().reopen(offer)}>
                Go on with it
              </button>
              <button type="button" onClick={() => void engine().forget(offer)}>
                Forget it
              </button>
            </span>
          </li>
        ))}
      </ul>
      <button type="button" onClick={() => useRun.setState({ offers: [] })}>
        Not now
      </button>
    </Notice>
  );
}

/** What went wrong, where everyone looks first; nothing here stops the rest of the page. */
export function Notices() {
  const lost = useRun((state) => statusOf(state) === "lost");
  const linkProblems = useRun((state) => state.linkProblems);
  const own = useRun((state) => state.problems);
  const { dismissProblems } = useRun.getState();
  const problems = [...new Set([...linkProblems, ...own])];
  return (
    <div className="notices" role="status">
      {lost && <LostNotice />}
      <OfferNotice />
      <Refusal />
      {problems.length > 0 && (
        <Notice>
          <ul>
            {problems.map((problem) => (
              <li key={problem}>{problem}</li>
            ))}
          </ul>
          <button type="button" onClick={dismissProblems}>
            Dismiss
          </button>
        </Notice>
      )}
    </div>
  );
}
