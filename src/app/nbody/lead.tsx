import { lifts, models } from "../../config/models.ts";
import type { Config } from "../../config/schema.ts";
import { groupOf } from "../../lie/registry.ts";
import { useConfig } from "../stores/config-store.ts";
import { useEntrants, useRun } from "../stores/run-store.ts";

/** What will come of a turn, and why. */
function foreseen(config: Config): string {
  if (models[config.model].holds) {
    return "its features are vectors and more that turn with the input, so its arrows end where they ended before, moved along: in the grey balls";
  }
  if (lifts(config) && groupOf(config).invariance.rotation === "any") {
    return "it tells vectors in lifted frames; where the lift moves along, its arrows end in the grey balls, where they ended before";
  }
  return "it holds no rotation, so its arrows miss the grey balls, where they ended before";
}

/** One sentence that says what to do, and what will happen. */
export function Lead() {
  const config = useConfig((state) => state.config);
  const asShipped = useRun((state) => state.asShipped);
  const [first] = useEntrants();
  return (
    <div className="lead">
      <p role="status">
        {asShipped ? "These networks are trained. " : ""}
        Turn the charges. {first?.title ?? "The network"}: {foreseen(config)}.
      </p>
    </div>
  );
}
