import { useEffect, useState } from "react";
import { browserFiles } from "../../engine/browser-files.ts";
import { isOpened, openSet } from "../../tasks/classification/set.ts";
import { reasonOf } from "../../text/reason.ts";
import { ConstellationsPage } from "../constellations/page.tsx";
import { useConfig } from "../stores/config-store.ts";
import { noteRefusal } from "../stores/storage-store.ts";

const files = browserFiles(document.baseURI, noteRefusal);

/** Telling clouds of a set apart: as counting, once the page has the set too. */
export function ClassificationPage() {
  const set = useConfig(({ config }) => config.set);
  const [opened, setOpened] = useState<string | null>(isOpened(set) ? set : null);
  const [problem, setProblem] = useState("");
  useEffect(() => {
    let wanted = true;
    setProblem("");
    openSet(set, files).then(
      () => wanted && setOpened(set),
      (error) => wanted && setProblem(reasonOf(error)),
    );
    return () => {
      wanted = false;
    };
  }, [set]);
  if (opened === set) return <ConstellationsPage />;
  return (
    <section className="column input" aria-label="Input">
      <p className={problem ? "panel bad" : "panel note"} role={problem ? "alert" : "status"}>
        {problem || `Loading the set ${set}…`}
      </p>
    </section>
  );
}
