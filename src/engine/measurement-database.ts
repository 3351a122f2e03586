import type { MeasurementStore, Measurements } from "../gpu/variants.ts";
import type { OnRefusal } from "../storage/refusal.ts";
import { Shelf } from "../storage/shelf.ts";

/** The page's measurements of kernel variants, in IndexedDB, by adapter. */
export const measurementDatabase = (onRefusal: OnRefusal): MeasurementStore =>
  new Shelf<Measurements>("kernel-variants", "by-adapter", onRefusal);
