import { useEffect } from "react";
import { lifts } from "../../config/models.ts";
import { useConfig } from "../stores/config-store.ts";
import { useRun } from "../stores/run-store.ts";
import { advanceTour, endTour, useTour } from "../stores/tour-store.ts";
import { currentView, useParts, useView } from "../stores/view-store.ts";
import { acts, promise } from "./tour.ts";

/** One sentence that says what to do: the tour's, on a first visit, else while the networks are as they came with the page. */
export function Lead() {
  const asShipped = useRun((state) => state.asShipped);
  const config = useConfig((state) => state.config);
  const embedded = useParts("hide").hide !== "";
  const step = useTour((state) => (embedded ? null : state.step));
  useEffect(() => {
    if (step === null) return;
    const before = currentView();
    return useView.subscribe((view) => {
      if (acts[step]?.done(view, before)) advanceTour(step, acts.length);
    });
  }, [step]);
  if (!lifts(config) || (step === null && !asShipped)) return null;
  const trained = asShipped && !step ? "These networks are trained. " : "";
  return (
    <div className="lead">
      <p role="status">
        {trained}
        {step === null ? promise(config) : acts[step]?.say(config)}
      </p>
      {step !== null && (
        <span className="step">
          <span className="number">
            {step + 1} of {acts.length}
          </span>
          <button type="button" className="small" onClick={endTour}>
            Skip
          </button>
        </span>
      )}
    </div>
  );
}
