import { heldWithoutLift, lifts } from "../../config/models.ts";
import type { Config } from "../../config/schema.ts";
import { groupNamed, groupOf } from "../../lie/registry.ts";
import { useConfig } from "../stores/config-store.ts";
import { useEntrants, useRun } from "../stores/run-store.ts";
import { symmetriesOf } from "../survey/reasons.ts";

/** What a network holds, in words. */
function held(config: Config): string {
  const name = heldWithoutLift(config);
  if (name) return symmetriesOf(groupNamed(name));
  return lifts(config) ? symmetriesOf(groupOf(config)) : "no motion at all";
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
        {config.augment === "none" ? "The networks learn from solids that stand upright." : ""} Turn this one:{" "}
        {first?.title ?? "the network"} holds {held(config)}.
      </p>
    </div>
  );
}
