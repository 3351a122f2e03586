import type { DataFiles } from "../data/data-files.ts";
import type { OnRefusal } from "../storage/refusal.ts";
import { Shelf } from "../storage/shelf.ts";

/** Data that come with the page are kept: a set of many files need not be fetched in one go, nor twice. */
const DATA = "data/";
const CACHE = "lietransformer-playground data 1";

/** Null where the browser keeps nothing, in private windows or on an address without https. */
const openCache = async (): Promise<Cache | null> =>
  typeof caches === "undefined" ? null : caches.open(CACHE).catch(() => null);

/** Names of what a visitor brought begin with it. */
export const OWN = "own/";

/** What visitors brought, in IndexedDB, by name. */
export const ownFiles = (onRefusal: OnRefusal) => new Shelf<Uint8Array<ArrayBuffer>>("own-files", "by-name", onRefusal);

/** Files that come with the page, and those that the visitor brought to this browser. @param base address of the page */
export function browserFiles(base: string, onRefusal: OnRefusal): DataFiles {
  const own = ownFiles(onRefusal);
  return {
    async read(name, signal) {
      if (name.startsWith(OWN)) {
        const kept = await own.get(name);
        if (!kept) throw new Error(`The set ${name} is of another browser, or was deleted: open its file again.`);
        return kept;
      }
      const address = new URL(name, base);
      const kept = name.startsWith(DATA) ? await openCache() : null;
      const known = await kept?.match(address);
      if (known) return new Uint8Array(await known.arrayBuffer());
      const answer = await fetch(address, signal ? { signal } : {});
      // A server may answer with the page itself.
      if (!answer.ok || answer.headers.get("content-type")?.includes("text/html"))
        throw new Error(`There is no ${name} beside the page.`);
      const copy = kept && answer.clone();
      const bytes = new Uint8Array(await answer.arrayBuffer());
      // Storage may be full: the bytes are here all the same.
      if (copy) await kept.put(address, copy).catch(() => {});
      return bytes;
    },
    async drop(name) {
      await (await openCache())?.delete(new URL(name, base));
    },
  };
}
