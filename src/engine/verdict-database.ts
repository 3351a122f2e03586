import type { VerdictStore, Verdicts } from "../gpu/variants.ts";
import type { OnRefusal } from "../storage/refusal.ts";
import { Shelf } from "../storage/shelf.ts";

/** The page's verdicts on kernel variants, in IndexedDB, by adapter. */
export const verdictDatabase = (onRefusal: OnRefusal): VerdictStore =>
  new Shelf<Verdicts>("kernel-variants", "by-adapter", onRefusal);
