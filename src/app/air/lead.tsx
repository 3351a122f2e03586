import { useRun } from "../stores/run-store.ts";

/** One sentence that says what to do, and what will happen. */
export function Lead() {
  const asShipped = useRun((state) => state.asShipped);
  return (
    <div className="lead">
      <p role="status">
        {asShipped ? "This network is trained. " : ""}
        Drag over the hours of a station to delete them: they are filled in from the hours around, the other stations
        and the other pollutants.
      </p>
    </div>
  );
}
