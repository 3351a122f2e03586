import { lighterLoad } from "../../config/lighter.ts";
import { parseLink } from "../../config/link.ts";
import { fixInWords } from "../../config/schema.ts";
import { acceptOffer, declineOffer, resume } from "../engine-client.ts";
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
          <button type="button" className="primary" onClick={() => void resume(lighter)}>
            Reconnect with {fixInWords({ fix: lighter })}
          </button>
        )}
        <button type="button" onClick={() => void resume()}>
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

/** A run of an earlier visit is still there. */
function OfferNotice() {
  const offer = useRun((state) => state.offer);
  if (!offer) return null;
  const { preset, config } = parseLink(offer.link);
  return (
    <Notice kind="news">
      <p>
        Your last run is kept: {preset}, {config.model === "lietransformer" ? config.group : config.model}, step{" "}
        {offer.step} of {config.steps}, {ago(offer.kept)}.
      </p>
      <div className="buttons">
        <button type="button" className="primary" onClick={() => void acceptOffer()}>
          Go on with it
        </button>
        <button type="button" onClick={() => void declineOffer()}>
          Forget it
        </button>
      </div>
    </Notice>
  );
}

/** What went wrong, where everyone looks first; nothing here stops the rest of the page. */
export function Notices() {
  const run = useRun();
  const { dismissProblems } = run;
  const problems = [...new Set([...run.linkProblems, ...run.problems])];
  return (
    <div className="notices" role="status">
      {statusOf(run) === "lost" && <LostNotice />}
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
