import type { OnRefusal } from "../storage/refusal.ts";
import { Shelf } from "../storage/shelf.ts";
import type { DataFiles } from "../tasks/data-files.ts";

/** Names of what a visitor brought begin with it. */
export const OWN = "own/";

/** What visitors brought, in IndexedDB, by name. */
export const ownFiles = (onRefusal: OnRefusal) => new Shelf<Uint8Array<ArrayBuffer>>("own-files", "by-name", onRefusal);

/** Files that come with the page, and those that the visitor brought to this browser. @param base address of the page */
export function browserFiles(base: string, onRefusal: OnRefusal): DataFiles {
  const own = ownFiles(onRefusal);
  return {
    async read(name) {
      if (name.startsWith(OWN)) {
        const kept = await own.get(name);
        if (!kept) throw new Error(`The set ${name} is of another browser, or was deleted: open its file again.`);
        return kept;
      }
      const answer = await fetch(new URL(name, base));
      // A server may answer with the page itself.
      if (!answer.ok || answer.headers.get("content-type")?.includes("text/html"))
        throw new Error(`There is no ${name} beside the page.`);
      return new Uint8Array(await answer.arrayBuffer());
    },
  };
}
