import { engine } from "../engine/engine.ts";
import { useConfig } from "../stores/config-store.ts";
import { statusOf, useRun } from "../stores/run-store.ts";
import { traitsOf } from "../task-traits.ts";
import { bytes } from "./bytes.ts";
import { Explain } from "./explain.tsx";

/** Train, stop, single step, reset; how far it is, how fast, and on what. */
export function RunBar() {
  const status = useRun(statusOf);
  const running = useRun((state) => state.running);
  const step = useRun((state) => state.step);
  const asShipped = useRun((state) => state.asShipped);
  const speed = useRun((state) => state.speed);
  const summary = useRun((state) => state.summary);
  const steps = useConfig((state) => state.config.steps);
  const batch = useConfig((state) => state.config.batch);
  const examples = useConfig((state) => traitsOf(state.config).examples);
  const prepared = summary?.entrants.every(({ bytes: known }) => known !== null) ?? false;
  const total = (of: "dispatches" | "bytes") =>
    (summary?.entrants ?? []).reduce((sum, entrant) => sum + (entrant[of] ?? 0), 0);
  const loading = useRun((state) => state.loading);
  const ready = status === "ready";
  const early = step < steps && (summary?.finished ?? false);
  const finished = early || step >= steps;
  return (
    <section className="run-bar" aria-label="Training">
      <div className="buttons">
        <button
          type="button"
          className="primary"
          disabled={!ready}
          onClick={() =>
            void (finished && !running ? engine().trainAfresh() : engine().command(running ? "stop" : "train"))
          }
        >
          {running ? "Stop" : finished ? "Train from scratch" : step > 0 ? "Continue" : "Train"}
        </button>
        {finished && !asShipped && (
          <button
            type="button"
            disabled={!ready || running}
            onClick={() => void engine().trainOn(early ? { patience: 0 } : { steps: 2 * step })}
          >
            {early ? "Go on without patience" : `${step} more steps`}
          </button>
        )}
        <button
          type="button"
          disabled={!ready || running || finished}
          onClick={() => void engine().command("stepOnce")}
        >
          Step
        </button>
        <button type="button" disabled={!ready} onClick={() => void engine().reset()}>
          Reset
        </button>
      </div>
      <div className="progress">
        <progress
          value={loading ? loading.done : Math.min(step, steps)}
          max={loading ? loading.of : steps}
          aria-label={loading ? "Loading of data" : "Training progress"}
        />
        {loading && (
          <button type="button" className="small" onClick={() => void engine().command("stopLoading")}>
            Stop loading
          </button>
        )}
        <span className="number">
          {loading
            ? `Loading file ${loading.done + 1} of ${loading.of}`
            : status === "building" || (running && !prepared)
              ? "Compiling…"
              : asShipped
                ? `Trained, ${step} steps`
                : finished
                  ? `Finished at step ${step}${early ? " by patience" : ""}`
                  : `Step ${step} of ${steps}`}
        </span>
      </div>
      <dl>
        <div>
          <dt>Speed</dt>
          <dd className="number">
            {speed > 0 ? `${speed.toFixed(1)} steps/s, ${Math.round(speed * batch)} ${examples}/s` : "–"}
          </dd>
        </div>
        <div className="wide">
          <dt>A step</dt>
          <dd className="number">{prepared ? `${total("dispatches")} dispatches, ${bytes(total("bytes"))}` : "–"}</dd>
        </div>
        <div className="adapter">
          <dt>{summary ? <Explain term="Adapter">{summary.adapter}</Explain> : "Adapter"}</dt>
          <dd>{summary?.adapter ?? "–"}</dd>
        </div>
      </dl>
    </section>
  );
}
