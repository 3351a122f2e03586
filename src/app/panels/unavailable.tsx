import { isRecorded, useRun } from "../stores/run-store.ts";

/** What a visitor without a usable GPU is told; trained networks' recorded answers may stand below. */
export function Unavailable() {
  const reason = useRun((state) => state.unavailable);
  const recording = useRun((state) => (isRecorded(state) ? state.recording : null));
  return (
    <section className="unavailable" aria-label="No GPU">
      <h2>The playground cannot reach your GPU</h2>
      <p role="alert">{reason}</p>
      <p>
        Networks are trained and run on your own machine, through WebGPU: Chrome and Edge have it since version 113,
        Safari since 26, Firefox since 141 on Windows and 145 on a Mac. Nothing is sent anywhere.
        {recording && ` Below is what trained networks answered when this page was made, on ${recording.adapter}.`}
      </p>
      <div className="buttons">
        <button type="button" className="primary" onClick={() => location.reload()}>
          Try again
        </button>
      </div>
    </section>
  );
}
