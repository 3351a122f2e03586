import { useConfig } from "../stores/config-store.ts";
import { useRun } from "../stores/run-store.ts";

/** One sentence that says what is compared. */
export function Lead() {
  const { positions, kept_keys: kept, projection } = useConfig(({ config }) => config);
  const asShipped = useRun((state) => state.asShipped);
  const cost =
    projection === "none"
      ? `full attention weighs ${positions} keys for each of ${positions} positions`
      : `${positions} keys become ${kept}, so that a head has ${positions} × ${kept} weights in the place of ${positions} × ${positions}`;
  return (
    <div className="lead">
      <p role="status">
        {asShipped
          ? "These networks are trained. Train from scratch and compare memory and time of a step: "
          : "Compare memory and time of a step, under Learning: "}
        {cost}. Change positions (under Task) and keys kept in the settings.
      </p>
    </div>
  );
}
