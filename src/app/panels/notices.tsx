import { resume } from "../engine-client.ts";
import { useRun } from "../stores/run-store.ts";

/** What went wrong, where everyone looks first; nothing here stops the rest of the page. */
export function Notices() {
  const { status, reason, problems, dismissProblems } = useRun();
  return (
    <div className="notices" role="status">
      {status === "lost" && (
        <div className="notice">
          <p>
            The browser took the GPU away{reason ? ` (${reason})` : ""}. Your settings, charts and the last good
            parameters are kept.
          </p>
          <button type="button" onClick={() => void resume()}>
            Reconnect
          </button>
        </div>
      )}
      {problems.length > 0 && (
        <div className="notice">
          <ul>
            {problems.map((problem) => (
              <li key={problem}>{problem}</li>
            ))}
          </ul>
          <button type="button" onClick={dismissProblems}>
            Dismiss
          </button>
        </div>
      )}
    </div>
  );
}
