import { useRun } from "../stores/run-store.ts";

/** One sentence that says what to do, and what will happen. */
export function Lead() {
  const asShipped = useRun((state) => state.asShipped);
  return (
    <div className="lead">
      <p role="status">
        {asShipped ? "These networks are trained. " : ""}
        Follow the pooling: after each, the nodes with the highest scores stay. Numbering the nodes anew changes no
        answer, as a graph has no first node, unless two nodes score the same where the cut is.
      </p>
    </div>
  );
}
