import { createStore, get, set } from "idb-keyval";
import type { VerdictStore } from "../gpu/variants.ts";

const database = createStore("kernel-variants", "by-adapter");

/** The page's verdicts on kernel variants, in IndexedDB. Where a browser forbids it, they last as long as the page. */
export const verdictDatabase: VerdictStore = {
  get: (adapter) => get(adapter, database).catch(() => undefined),
  set: (adapter, verdicts) => set(adapter, verdicts, database).catch(() => {}),
};
