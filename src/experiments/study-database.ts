import type { OnRefusal } from "../storage/refusal.ts";
import { Shelf } from "../storage/shelf.ts";
import type { Study } from "./study.ts";

/** The page's studies, in IndexedDB, by the settings that their models share. */
export const studyDatabase = (onRefusal: OnRefusal) => new Shelf<Study>("data-efficiency", "by-settings", onRefusal);
