import { isOpened, openSet } from "../../tasks/classification/set.ts";
import { ConstellationsPage } from "../constellations/page.tsx";
import { pageFiles, useOpening } from "../data.ts";
import { useConfig } from "../stores/config-store.ts";

/** Telling clouds of a set apart: as counting, once the page has the set too. */
export function ClassificationPage() {
  const set = useConfig(({ config }) => config.set);
  const problem = useOpening(set, (name) => openSet(name, pageFiles));
  if (isOpened(set)) return <ConstellationsPage />;
  return (
    <section className="column input" aria-label="Input">
      <p className={problem ? "panel bad" : "panel note"} role={problem ? "alert" : "status"}>
        {problem || `Loading the set ${set}…`}
      </p>
    </section>
  );
}
