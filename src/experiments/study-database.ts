import type { OnRefusal } from "../storage/refusal.ts";
import { Shelf } from "../storage/shelf.ts";
import { fromFirst, type Study } from "./study.ts";

/** The page's studies, in IndexedDB, by their experiment and the settings that their networks share. */
export function studyDatabase(onRefusal: OnRefusal) {
  const shelf = new Shelf<Study>("studies", "by-settings", onRefusal);
  // Of the days when data efficiency was the only experiment.
  const first = new Shelf<Parameters<typeof fromFirst>[0]>("data-efficiency", "by-settings", onRefusal);
  const keyOf = ({ experiment, base }: Pick<Study, "experiment" | "base">) => `${experiment}|${base}`;
  return {
    async get(of: Pick<Study, "experiment" | "base">): Promise<Study | undefined> {
      const found = await shelf.get(keyOf(of));
      if (found || of.experiment !== "data-efficiency") return found;
      const old = await first.get(of.base);
      return old && fromFirst(old);
    },
    set: (study: Study) => shelf.set(keyOf(study), study),
    async delete(of: Pick<Study, "experiment" | "base">): Promise<void> {
      await Promise.all([shelf.delete(keyOf(of)), first.delete(of.base)]);
    },
  };
}
