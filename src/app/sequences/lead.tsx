import { useConfig } from "../stores/config-store.ts";

/** One sentence that says what is compared. */
export function Lead() {
  const { positions, kept_keys: kept, projection } = useConfig(({ config }) => config);
  const cost =
    projection === "none"
      ? `full attention weighs ${positions} keys for each of ${positions} positions`
      : `${positions} keys become ${kept}, so that a head has ${positions} × ${kept} weights in the place of ${positions} × ${positions}`;
  return (
    <div className="lead">
      <p role="status">
        Compare memory and time of a step below: {cost}. Change positions and keys kept in the settings.
      </p>
    </div>
  );
}
