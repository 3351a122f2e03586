import { look, useParts } from "../stores/view-store.ts";
import { AddNetwork } from "./add-network.tsx";

const views = { answers: "Answers", laboratory: "Laboratory" } as const;

/** What the column beside the picture shows. */
export function Views() {
  const { show } = useParts("show");
  return (
    <nav className="views" aria-label="Views">
      {(Object.keys(views) as (keyof typeof views)[]).map((name) => (
        <button key={name} type="button" aria-pressed={name === show} onClick={() => look({ show: name })}>
          {views[name]}
        </button>
      ))}
      <AddNetwork />
    </nav>
  );
}
