import { lighterLoad } from "../../config/lighter.ts";
import { fixInWords } from "../../config/schema.ts";
import { engine } from "../engine/engine.ts";
import { useConfig, wantedOf } from "../stores/config-store.ts";
import { statusOf, useRun } from "../stores/run-store.ts";
import { Notice } from "./notice.tsx";
import { Refusal } from "./refusal.tsx";
import { runInWords } from "./runs.tsx";

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

/** A run of an earlier visit is still there. */
function OfferNotice() {
  const offer = useRun((state) => state.offer);
  if (!offer) return null;
  return (
    <Notice kind="news">
      <p>A run of an earlier visit is kept: {runInWords(offer)}.</p>
      <div className="buttons">
        <button type="button" className="primary" onClick={() => void engine().reopen(offer, true)}>
          Go on with it
        </button>
        <button type="button" onClick={() => useRun.setState({ offer: null })}>
          Not now
        </button>
      </div>
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
