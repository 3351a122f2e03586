import { lifts } from "../../config/models.ts";
import { groupOf } from "../../lie/registry.ts";
import { useConfig } from "../stores/config-store.ts";
import { useEntrants, useRun } from "../stores/run-store.ts";
import { symmetriesOf } from "../survey/reasons.ts";

/** One sentence that says what to do, and what will happen. */
export function Lead() {
  const config = useConfig((state) => state.config);
  const asShipped = useRun((state) => state.asShipped);
  const [, other] = useEntrants();
  if (!lifts(config)) return null;
  const group = groupOf(config);
  const { rotation, translation } = group.invariance;
  const what = rotation === "any" ? "Turn" : translation === true ? "Shift" : "Move";
  const beside = other ? `, that of ${other.title} need not` : "";
  return (
    <div className="lead">
      <p role="status">
        {asShipped ? "These networks are trained. " : ""}
        {what} the molecule: {config.group} holds {symmetriesOf(group)}, so the LieTransformer's prediction stays
        {beside}. With Move atoms you drag one of them, and predictions follow.
      </p>
    </div>
  );
}
