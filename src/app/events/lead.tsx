import { eventSources } from "../../config/event-sources.ts";
import type { Config } from "../../config/schema.ts";
import { seesPlaces } from "../../config/sections/time-attention.ts";
import type { View } from "../../config/view.ts";
import { useConfig } from "../stores/config-store.ts";
import { useRun } from "../stores/run-store.ts";
import { useParts } from "../stores/view-store.ts";

function foreseen(config: Config, lift: View["lift"]): string {
  const { time_feature, time_kernel } = config;
  if (time_feature !== "none") return "features of time see the clock, so its answers change";
  if (time_kernel === "none") return "it sees no times at all, so nothing changes, and it knows no gaps";
  if (seesPlaces(config) && lift !== "moved")
    return "frames that do not turn along are other elements of SO(3) × R, so its answers change as far as training lets them";
  if (seesPlaces(config))
    return "its heads see an element of SO(3) × R between two events, which no rotation of the globe and no shift of time changes, but for rounding";
  return "its kernel sees times between events alone, as the group of shifts of time has it, so nothing changes but by rounding, which grows with the clock";
}

/** One sentence that says what to do, and what will happen. */
export function Lead() {
  const config = useConfig((state) => state.config);
  const { lift } = useParts("lift");
  const asShipped = useRun((state) => state.asShipped);
  return (
    <div className="lead">
      <p role="status">
        {asShipped ? "These networks are trained. " : ""}
        {eventSources[config.events].placed ? "Turn the globe, shift the clock" : "Shift the clock"}:{" "}
        {foreseen(config, lift)}.
      </p>
    </div>
  );
}
